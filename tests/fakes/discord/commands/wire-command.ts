import { objectsOf, type WireObject } from '../wire.ts'

/** As lists show a command: without its localisations, unless they were asked for. */
export function wireListedCommand(command: WireObject, withLocalisations: boolean): WireObject {
  return withLocalisations ? command : strip(command)
}

function strip(of: WireObject): WireObject {
  const { name_localizations: _names, description_localizations: _descriptions, ...about } = of
  return {
    ...about,
    ...(of.options === undefined ? {} : { options: objectsOf(of.options).map(strip) }),
    ...(of.choices === undefined ? {} : { choices: objectsOf(of.choices).map(strip) }),
  }
}
