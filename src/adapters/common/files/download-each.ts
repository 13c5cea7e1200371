import { KikuError, toKikuError } from '../../../domain/errors.ts'

export type Downloaded<File> =
  | { readonly file: File; readonly bytes: Uint8Array }
  | { readonly file: File; readonly error: KikuError }

/**
 * Downloads the files of a message side by side, in their order. One that cannot be had costs itself only; those beyond
 * `mostFiles` are left with the error `misuse`.
 * @throws the reason of the signal
 */
export async function downloadEach<File>(
  files: readonly File[],
  mostFiles: number,
  download: (file: File) => Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<readonly Downloaded<File>[]> {
  return Promise.all(
    files.map(async (file, index): Promise<Downloaded<File>> => {
      if (index >= mostFiles) return { file, error: tooMany(mostFiles) }
      try {
        return { file, bytes: await download(file) }
      } catch (thrown) {
        signal.throwIfAborted()
        return { file, error: toKikuError(thrown) }
      }
    }),
  )
}

function tooMany(mostFiles: number): KikuError {
  return new KikuError('misuse', `Only the first ${mostFiles} files of a message are read.`, {
    remedy: 'Send the other files in a message of their own.',
    details: { mostFiles },
  })
}
