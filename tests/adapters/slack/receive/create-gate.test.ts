import type { ReceiverEvent } from '@slack/bolt'
import { App } from '@slack/bolt'
import { expect, it } from 'vitest'
import { createGate } from '../../../../src/adapters/slack/receive/create-gate.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { delivery, identity, written } from './deliveries.ts'

function createTested(take: () => Promise<string>, mostInFlight = 2) {
  const gate = createGate<string>({ identity, take, telemetry: silentTelemetry, mostInFlight })
  const app = new App({
    receiver: { init() {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({ botToken: 'xoxb-1', botUserId: identity.user, botId: identity.bot }),
    convoStore: false,
  })
  let acks = 0
  const event = (fields = {}): ReceiverEvent => ({
    body: delivery(written(fields)),
    ack: async () => {
      acks += 1
    },
  })
  return { gate, guarded: gate.guard(app), event, countAcks: () => acks }
}

it('refuses deliveries beyond those that it can hold, without acknowledging them', async () => {
  let goOn = () => {}
  const gateway = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const { guarded, event, countAcks } = createTested(() => gateway.then(() => 'kept'))
  const held = [guarded.processEvent(event()), guarded.processEvent(event())]

  await expect(guarded.processEvent(event())).rejects.toMatchObject({ code: 'queue-full' })
  const acksBefore = countAcks()
  goOn()
  await Promise.all(held)
  await guarded.processEvent(event())

  expect([acksBefore, countAcks()]).toEqual([0, 3])
})

it('goes on telling others when one listener fails', async () => {
  const { gate, guarded, event } = createTested(async () => 'kept')
  const told: unknown[] = []
  gate.onArrival(() => {
    throw new Error('broken')
  })
  gate.onArrival((arrival, taken) => void told.push([arrival.kind, taken]))

  await guarded.processEvent(event())

  expect(told).toEqual([['message', 'kept']])
})

it('keeps the order in which messages came', async () => {
  const { gate, guarded, event } = createTested(async () => 'kept', 100)
  const told: string[] = []
  gate.onArrival((arrival) => void told.push(arrival.kind === 'message' ? arrival.message.text : ''))
  const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`)

  await Promise.all(texts.map((text) => guarded.processEvent(event({ text }))))

  expect(told).toEqual(texts)
})

it('waits no longer than it may for what is under way when it closes', async () => {
  const { gate, guarded, event } = createTested(() => new Promise(() => {}))
  void guarded.processEvent(event())

  await gate.close(10)

  await expect(guarded.processEvent(event())).rejects.toMatchObject({ code: 'queue-full' })
})
