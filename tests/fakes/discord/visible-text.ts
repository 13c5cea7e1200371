import { ComponentType as Type } from 'discord.js'
import { type DiscordMessage, isLoading } from './messages/message.ts'
import { objectOf, objectsOf, textOf, type WireObject } from './wire.ts'

type Shown = Pick<DiscordMessage, 'content' | 'embeds' | 'components' | 'flags'> &
  Partial<Pick<DiscordMessage, 'attachments'>>

/** What a reader sees of a message, or of a version of it: lines for lines, buttons in brackets, files by name. */
export function visibleText(message: Shown): string {
  if (isLoading(message)) return '(thinking)'
  const files = (message.attachments ?? []).map(({ filename }) => `(file ${filename})`)
  return lines([message.content, ...message.embeds.map(visibleEmbed), visibleComponents(message.components), ...files])
}

/** Components, as their reader sees them; also those of a form. */
export function visibleComponents(components: readonly WireObject[]): string {
  return lines(components.map(visibleComponent))
}

function visibleEmbed(embed: WireObject): string {
  const fields = objectsOf(embed.fields).flatMap(({ name, value }) => [textOf(name), textOf(value)])
  const link = textOf(embed.url) === '' ? '' : `<${textOf(embed.url)}>`
  const { author, footer, title, description } = embed
  return lines([
    textOf(objectOf(author).name),
    textOf(title),
    link,
    textOf(description),
    ...fields,
    textOf(objectOf(footer).text),
  ])
}

function visibleComponent(component: WireObject): string {
  const inner = objectsOf(component.components)
  switch (component.type) {
    case Type.ActionRow:
      return inner.map(visibleComponent).join(' ')
    case Type.Section:
      return lines([visibleComponents(inner), visibleComponent(objectOf(component.accessory))])
    case Type.Container:
      return visibleComponents(inner)
    case Type.TextDisplay:
      return textOf(component.content)
    case Type.Button:
      return `[${[textOf(objectOf(component.emoji).name), textOf(component.label)].filter((text) => text !== '').join(' ')}]`
    case Type.Label:
      return lines([
        textOf(component.label),
        textOf(component.description),
        visibleComponent(objectOf(component.component)),
      ])
    case Type.TextInput:
      return lines([textOf(component.label), textOf(component.placeholder), textOf(component.value)])
    case Type.StringSelect:
      return [component.placeholder, ...objectsOf(component.options).map(({ label }) => label)]
        .map(textOf)
        .filter((text) => text !== '')
        .join(' · ')
    case Type.File:
      return `(file ${textOf(objectOf(component.file).url).replace('attachment://', '')})`
    case Type.MediaGallery:
      return objectsOf(component.items)
        .map(({ description }) => textOf(description))
        .join(' ')
    default:
      return textOf(component.placeholder)
  }
}

const lines = (texts: readonly string[]) => texts.filter((text) => text !== '').join('\n')
