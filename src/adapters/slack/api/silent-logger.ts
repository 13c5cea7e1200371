import { LogLevel, type webApi } from '@slack/bolt'

type Logger = NonNullable<webApi.WebClientOptions['logger']>

/** Says nothing: the SDK's own logger writes what people wrote to the standard output when it is set to `debug`. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
}
