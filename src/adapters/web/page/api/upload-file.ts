import type { SourceJobView } from '../../api/schemas/library.ts'
import { localProblem, ProblemError, readProblem } from './problem.ts'

export interface Upload {
  readonly file: File
  /** Who may read it; the server decides where it is not said. */
  readonly audience: string | undefined
  readonly signal: AbortSignal
  /** @param share 0 to 1 of the bytes that have been sent */
  readonly onProgress: (share: number) => void
}

/** Sends one file. `fetch` cannot tell how much has been sent, so the older interface does it. */
export function uploadFile({ file, audience, signal, onProgress }: Upload): Promise<SourceJobView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/v1/sources')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300 && request.response !== null) resolve(request.response)
      else reject(new ProblemError(readProblem(request.status, request.response)))
    }
    request.onerror = () => reject(new ProblemError(localProblem('offline')))
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    const form = new FormData()
    // The server wants to know before the file comes.
    if (audience !== undefined) form.append('audience', audience)
    form.append('file', file)
    request.send(form)
  })
}
