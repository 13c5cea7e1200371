/** What the gateway dispatched (https://discord.com/developers/docs/events/gateway-events#payload-structure). */
export interface Packet {
  /** The name of the event, such as `MESSAGE_CREATE`. */
  readonly type: string
  readonly data: unknown
  /** The connection that it came over. */
  readonly shard: number
}
