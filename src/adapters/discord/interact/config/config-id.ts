import { ACTIONS, customId } from '../action-ids.ts'

/** Controls of the panel. */
const CONTROLS = ['language', 'threads', 'channel', 'followUps', 'remember', 'answerPosts', 'days', 'refresh'] as const
export type ConfigControl = (typeof CONTROLS)[number]

export interface ConfigChoice {
  readonly control: ConfigControl
  /** The channel that the panel shows. */
  readonly channel: string
  /** Of a switch: what it is to become. */
  readonly isOn: boolean
}

/** @param isOn of a switch: what a click on it is to make of it */
export function configId(control: ConfigControl, channel: string, isOn?: boolean): string {
  const value = isOn === undefined ? '' : `:${isOn ? 'on' : 'off'}`
  return customId(ACTIONS.config, `${control}:${channel}${value}`)
}

/** @param rest of the id, without the action. @returns undefined when it is none of Kiku's */
export function parseConfigId(rest: string): ConfigChoice | undefined {
  const [, name, channel = '', value] = /^([a-zA-Z]+):(\d{1,20})(?::(on|off))?$/.exec(rest) ?? []
  const control = CONTROLS.find((known) => known === name)
  return control === undefined ? undefined : { control, channel, isOn: value === 'on' }
}
