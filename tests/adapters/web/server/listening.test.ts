import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebBench, portOf, until, type WebBench } from './web-bench.ts'

describe('where the web surface listens', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  it('is its address, unless people reach it elsewhere', async () => {
    const plain = await bench.start()
    const six = await bench.start({ listenOn: { host: '::1', port: 0 } })
    const local = await bench.start({ access: { publicUrl: 'http://localhost:8080/' } })

    expect(plain.url).toBe(`http://127.0.0.1:${portOf(plain)}`)
    expect(six.url).toBe(`http://[::1]:${portOf(six)}`)
    expect(local.url).toBe('http://localhost:8080')
  })

  it('is told when another program is there already', async () => {
    const port = portOf(await bench.start())

    const starting = bench.start({ listenOn: { host: '127.0.0.1', port } })

    await expect(starting).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`127.0.0.1:${port} (EADDRINUSE: another program uses this port)`),
      remedy: expect.stringContaining('web.port'),
    })
  })

  it('is free again after a stop, and a stop may come twice', async () => {
    const first = await bench.start()
    const port = portOf(first)
    await Promise.all([first.stop(), first.stop()])
    await first.stop()

    const second = await bench.start({ listenOn: { host: '127.0.0.1', port } })

    expect((await bench.send(second, '/v1/who')).status).toBe(200)
  })

  it('has its routes take up what was left undone, and waits at a stop for what they put in order', async () => {
    const steps: string[] = []
    let finish = () => {}
    const surface = await bench.start({
      mount: [
        () => ({
          resume: async () => void steps.push('resumed'),
          async idle() {
            steps.push('asked')
            await new Promise<void>((resolve) => {
              finish = resolve
            })
          },
        }),
      ],
    })

    const stopping = surface.stop().then(() => steps.push('stopped'))
    await until(() => steps.includes('asked'))
    steps.push('in order')
    finish()
    await stopping

    expect(steps).toEqual(['resumed', 'asked', 'in order', 'stopped'])
  })

  it('does not wait for ever', async () => {
    const surface = await bench.start({
      mount: [() => ({ idle: () => new Promise(() => {}) })],
      limits: { tidyMs: 10 },
    })

    await surface.stop()

    expect(surface.url).toBeUndefined()
  })

  it('holds so many connections', async () => {
    const surface = await bench.start({ limits: { connections: 2 } })
    const [first, second] = [bench.open(surface), bench.open(surface)]
    await Promise.all([first, second].map((socket) => new Promise((resolve) => socket.once('connect', resolve))))

    await expect(bench.send(surface, '/v1/who')).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|EPIPE/),
    })
    first.destroy()
    await new Promise((resolve) => first.once('close', resolve))
    while ((await bench.send(surface, '/v1/who').catch(() => undefined)) === undefined);
  })
})
