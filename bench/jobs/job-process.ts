import { JOBS, type JobMessage, type JobReply } from './jobs.ts'

// The program of a child process: one job, one answer, and out.
process.once('message', ({ name, input }: JobMessage) => {
  void run({ name, input }).then((reply) => process.send?.(reply, () => process.exit(0)))
})

async function run({ name, input }: JobMessage): Promise<JobReply> {
  try {
    const job: (given: never) => Promise<unknown> = await JOBS[name]()
    return { kind: 'done', output: await Reflect.apply(job, undefined, [input]) }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
