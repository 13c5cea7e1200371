import type { Config } from '../../config.ts'

/** What `kiku embedder install` needs built. */
export interface EmbedderDependencies {
  /**
   * Gets what the configured embedder needs and does not come with Kiku, and tries it.
   * @throws KikuError `model-unreachable`, `model-missing`, `disk-full`, `embedder-failed`, `embedder-mismatch`,
   * `config-invalid`, `deadline-exceeded`; the reason of the signal
   */
  installEmbedder(config: Config, options: EmbedderInstallOptions): Promise<EmbedderInstallation>
}

export interface EmbedderInstallOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly onProgress: (progress: EmbedderProgress) => void
  readonly signal: AbortSignal
}

export type EmbedderProgress =
  | { readonly kind: 'package-found'; readonly version: string }
  | { readonly kind: 'installing'; readonly bytes: number }
  | { readonly kind: 'installed'; readonly version: string }
  | {
      readonly kind: 'fetching'
      readonly file: string
      readonly loadedBytes: number
      /** 0 while unknown. */
      readonly totalBytes: number
    }

export type EmbedderInstallation =
  /** It runs; `id` and `dimension` are those of the embedder. */
  | { readonly kind: 'ready'; readonly id: string; readonly dimension: number }
  /** The package is there, but the configuration does not use it. */
  | { readonly kind: 'not-configured' }
