import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { instructTemplates } from './instruct-presets.ts'
import { sameTemplates } from './same-templates.ts'

/**
 * NV-Embed v1 and v2 (Lee et al. 2024), English. Source: model card of nvidia/NV-Embed-v2 (a space after `Query:`, the
 * end token added by the caller). The weights may not be used commercially (CC BY-NC 4.0). Its published similarities
 * are no golden ones here: they leave the tokens of the instruction out of the pooling, and a server that gets one text
 * does not know where the instruction ends.
 */
export const NV_EMBED: EmbeddingPreset = {
  name: 'nv-embed',
  templates: instructTemplates(' '),
  pooling: 'latent-attention',
  dimensions: [4096],
  // 32768 by the card, trained on 512; a passage never comes near.
  maxTokens: 4096,
  endToken: '</s>',
  notWithOllama: 'its latent-attention pooling does not exist there (and its licence forbids commercial use)',
  fusion: { sameScript: 1, crossScript: 1 },
}

/**
 * Japanese SimCSE (Tsukagoshi et al. 2023, cl-nagoya/sup-simcse-ja-base and -large): sentences that mean the same, trained
 * on 64 tokens. Weaker at finding passages than retrieval models, and without any English.
 */
export const SUP_SIMCSE_JA: EmbeddingPreset = {
  name: 'sup-simcse-ja',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'cls',
  dimensions: [768, 1024],
  maxTokens: 64,
  notWithOllama:
    'its tokeniser splits Japanese into words with MeCab, which does not exist there, and without it its vectors are wrong',
  fusion: { sameScript: 0.3, crossScript: 0 },
}
