import { MessageFlags } from 'discord.js'
import { createProblems, DiscordRefusal, type Problems } from '../refusal.ts'
import type { UploadedFile } from '../rest/read-body.ts'
import { listOf, numberOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { checkComponents } from './check-components.ts'
import { type DiscordMessage, isV2 } from './message.ts'

const MOST_FILE_BYTES = 10 * 1024 * 1024

/**
 * What Discord says of the parts of a message (https://discord.com/developers/docs/resources/message).
 * @param before how the message stands that is edited
 * @throws DiscordRefusal
 */
export function checkMessageBody(
  body: WireObject,
  files: readonly UploadedFile[],
  before?: Pick<DiscordMessage, 'flags' | 'attachments'>,
): void {
  if (files.some(({ content }) => content.length > MOST_FILE_BYTES))
    throw new DiscordRefusal(413, 40005, 'Request entity too large')
  const problems = createProblems()
  const hasFlag = ((numberOf(body.flags) ?? 0) & MessageFlags.IsComponentsV2) !== 0
  const isV2Now = hasFlag || (before !== undefined && isV2(before))
  problems.tooLong('content', body.content, 2_000)
  if (body.content !== undefined && body.content !== null && typeof body.content !== 'string')
    problems.add('content', 'BASE_TYPE_BAD_STRING', 'Could not interpret as string.')
  if (isV2Now) checkLegacyFields(body, problems)
  checkEmbeds(objectsOf(body.embeds), problems)
  const names = [...files.map(({ name }) => name), ...(before?.attachments ?? []).map(({ filename }) => filename)]
  const named = objectsOf(body.attachments).map(({ filename }) => textOf(filename))
  checkComponents(objectsOf(body.components), { isV2: isV2Now, files: [...names, ...named] }, problems)
  checkNonce(body, problems)
  checkAllowedMentions(objectOf(body.allowed_mentions), problems)
  if (files.length > 10) problems.add('attachments', 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.')
  problems.settle()
}

/** Whether there is nothing to be seen in a message. */
export function isEmptyBody(body: WireObject, files: readonly UploadedFile[]): boolean {
  const isBlank = textOf(body.content).trim() === ''
  const parts = [body.embeds, body.components, body.sticker_ids, files]
  return isBlank && parts.every((part) => listOf(part).length === 0) && body.poll === undefined
}

function checkLegacyFields(body: WireObject, problems: Problems): void {
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
  const message = 'The field cannot be used when using MessageFlags.IS_COMPONENTS_V2'
  if (textOf(body.content) !== '') problems.add('content', code, message)
  if (listOf(body.embeds).length > 0) problems.add('embeds', code, message)
  if (body.poll !== undefined && body.poll !== null) problems.add('poll', code, message)
}

function checkEmbeds(embeds: readonly WireObject[], problems: Problems): void {
  if (embeds.length > 10) problems.add('embeds', 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.')
  let total = 0
  for (const [at, embed] of embeds.entries()) {
    const fields = objectsOf(embed.fields)
    const author = objectOf(embed.author)
    const footer = objectOf(embed.footer)
    const limits: readonly (readonly [string, unknown, number])[] = [
      ['title', embed.title, 256],
      ['description', embed.description, 4_096],
      ['author.name', author.name, 256],
      ['footer.text', footer.text, 2_048],
      ...fields.flatMap(
        (field, index) =>
          [
            [`fields.${index}.name`, field.name, 256],
            [`fields.${index}.value`, field.value, 1_024],
          ] as const,
      ),
    ]
    if (fields.length > 25)
      problems.add(`embeds.${at}.fields`, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')
    for (const [index, field] of fields.entries())
      for (const name of ['name', 'value'])
        if (textOf(field[name]) === '')
          problems.add(`embeds.${at}.fields.${index}.${name}`, 'BASE_TYPE_REQUIRED', 'This field is required')
    for (const [path, value, most] of limits) {
      problems.tooLong(`embeds.${at}.${path}`, value, most)
      total += textOf(value).length
    }
  }
  if (total > 6_000) problems.add('embeds', 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
}

function checkNonce({ nonce }: WireObject, problems: Problems): void {
  if (typeof nonce === 'string' && nonce.length > 25)
    problems.add('nonce', 'NONCE_TYPE_TOO_LONG', 'Must be 25 or fewer in length.')
}

function checkAllowedMentions(allowed: WireObject, problems: Problems): void {
  const parse = listOf(allowed.parse)
  for (const name of ['users', 'roles'] as const) {
    const path = `allowed_mentions.${name}`
    if (parse.includes(name) && listOf(allowed[name]).length > 0)
      problems.add(
        'allowed_mentions',
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse and ${name} exclude each other`,
      )
    if (listOf(allowed[name]).length > 100)
      problems.add(path, 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.')
  }
  for (const [at, what] of parse.entries())
    if (what !== 'users' && what !== 'roles' && what !== 'everyone')
      problems.add(
        `allowed_mentions.parse.${at}`,
        'BASE_TYPE_CHOICES',
        "Value must be one of {'roles', 'users', 'everyone'}.",
      )
}
