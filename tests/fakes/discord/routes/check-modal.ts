import { ComponentType as Type } from 'discord.js'
import { checkCustomId, checkSelect } from '../messages/check-components.ts'
import { createProblems, type Problems } from '../refusal.ts'
import { numberOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'

/** A form (https://discord.com/developers/docs/interactions/receiving-and-responding). @throws DiscordRefusal */
export function checkModal(modal: WireObject): void {
  const problems = createProblems()
  const components = objectsOf(modal.components)
  checkCustomId(modal, 'data', problems)
  if (textOf(modal.title) === '') problems.add('data.title', 'BASE_TYPE_REQUIRED', 'This field is required')
  problems.tooLong('data.title', modal.title, 45)
  if (components.length < 1 || components.length > 5)
    problems.add('data.components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')
  for (const [at, component] of components.entries()) checkPart(component, `data.components.${at}`, problems)
  problems.settle()
}

function checkPart(component: WireObject, path: string, problems: Problems): void {
  switch (component.type) {
    case Type.ActionRow: {
      const [input, ...more] = objectsOf(component.components)
      if (input?.type !== Type.TextInput || more.length > 0)
        return void problems.add(`${path}.components`, 'UNION_TYPE_CHOICES', 'A row of a form holds one text input')
      if (textOf(input.label) === '')
        problems.add(`${path}.components.0.label`, 'BASE_TYPE_REQUIRED', 'This field is required')
      return void checkTextInput(input, `${path}.components.0`, problems)
    }
    case Type.Label: {
      const input = objectOf(component.component)
      if (textOf(component.label) === '') problems.add(`${path}.label`, 'BASE_TYPE_REQUIRED', 'This field is required')
      problems.tooLong(`${path}.label`, component.label, 45)
      problems.tooLong(`${path}.description`, component.description, 100)
      if (input.type === Type.TextInput) checkTextInput(input, `${path}.component`, problems)
      else checkSelect(input, `${path}.component`, problems)
      return
    }
    case Type.TextDisplay:
      return
    default:
      problems.add(`${path}.type`, 'UNION_TYPE_CHOICES', 'A form cannot hold this')
  }
}

function checkTextInput(input: WireObject, path: string, problems: Problems): void {
  checkCustomId(input, path, problems)
  problems.tooLong(`${path}.label`, input.label, 45)
  problems.tooLong(`${path}.placeholder`, input.placeholder, 100)
  problems.tooLong(`${path}.value`, input.value, 4_000)
  if (input.style !== 1 && input.style !== 2)
    problems.add(`${path}.style`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2}.')
  const most = numberOf(input.max_length) ?? 4_000
  if (most < 1 || most > 4_000 || (numberOf(input.min_length) ?? 0) > most)
    problems.add(`${path}.max_length`, 'NUMBER_TYPE_MAX', 'int value should be between 1 and 4000.')
}
