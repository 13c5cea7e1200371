/** Events and measurements. Messages are constant texts; fields carry no secrets and no message content. */
export interface Telemetry {
  debug(event: string, fields?: TelemetryFields): void
  info(event: string, fields?: TelemetryFields): void
  warn(event: string, fields?: TelemetryFields): void
  error(event: string, fields?: TelemetryFields): void
}

export type TelemetryFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export const silentTelemetry: Telemetry = { debug() {}, info() {}, warn() {}, error() {} }
