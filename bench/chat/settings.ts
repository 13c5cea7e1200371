import type { ModelPace } from './model-process.ts'

/** The model of the bar: four answers at once, each 30 tokens per second; 40 tokens on average. */
export const MODEL: ModelPace = { slots: 4, tokensPerSecond: 30, tokens: [20, 60] }
