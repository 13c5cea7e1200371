import { fork } from 'node:child_process'

/** What another process can be asked for, by name. */
type Calls = Readonly<Record<string, (input: never) => unknown>>

/** A process that answers calls until it is ended. It ends by itself with its parent. */
export interface Remote<C extends Calls> {
  /** @throws Error with what the call threw there, or that the process has ended */
  call<Name extends keyof C & string>(name: Name, input: Parameters<C[Name]>[0]): Promise<Awaited<ReturnType<C[Name]>>>
  end(): void
}

interface Request {
  readonly id: number
  readonly name: string
  readonly input: unknown
}
type Reply = { readonly id: number } & ({ readonly output: unknown } | { readonly problem: string })

export function openRemote<C extends Calls>(program: URL): Remote<C> {
  const child = fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' })
  const waiting = new Map<number, { resolve(output: never): void; reject(problem: Error): void }>()
  let calls = 0
  child.on('message', (reply: { id: number; output: never; problem?: string }) => {
    const caller = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.problem === undefined) caller?.resolve(reply.output)
    else caller?.reject(new Error(reply.problem))
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${program.pathname} ended with ${signal ?? code}.`))
  })
  return {
    call(name, input) {
      const request: Request = { id: calls++, name, input }
      return new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject })
        child.send(request)
      })
    },
    end: () => void child.kill(),
  }
}

/** Makes this process answer its parent. */
export function serveRemote(calls: Calls): void {
  process.on('message', ({ id, name, input }: Request) => {
    const work = async (): Promise<Reply> => {
      const call = calls[name]
      if (call === undefined) throw new Error(`There is no call ${name}.`)
      return { id, output: await Reflect.apply(call, undefined, [input]) }
    }
    void work()
      .catch((error: unknown): Reply => ({ id, problem: error instanceof Error ? String(error.stack) : String(error) }))
      .then((reply) => process.send?.(reply))
  })
  process.once('disconnect', () => process.exit(0))
}
