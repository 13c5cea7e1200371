import type { Texts } from './corpus.ts'
import type { Parameters, StepBuffers } from './training-state.ts'

/** Multiplies with a head and brings to length 1. @returns the length before that */
export function applyHead(
  pooled: Float32Array,
  at: number,
  { heads, head }: { readonly heads: Float32Array; readonly head: number },
  unit: Float32Array,
  to: number,
  dimension: number,
): number {
  let squares = 0
  const start = head * dimension
  for (let place = 0; place < dimension; place += 1) {
    const value = pooled[at + place]! * heads[start + place]!
    unit[to + place] = value
    squares += value * value
  }
  const length = Math.sqrt(squares) || 1
  for (let place = 0; place < dimension; place += 1) unit[to + place]! /= length
  return length
}

/**
 * Takes the gradient of a unit vector back through its length and its head: writes the gradient before the head to
 * `headGradients` (the head's own gradient is that times `pooled`), and that of the pooled sum to `gradients`.
 */
export function takeBackGradient(
  buffers: StepBuffers,
  text: number,
  { heads }: Parameters,
  head: number,
  dimension: number,
): void {
  const { unit, lengths, headGradients, gradients } = buffers
  const at = text * dimension
  const start = head * dimension
  const length = lengths[text]!
  let along = 0
  for (let place = 0; place < dimension; place += 1) along += gradients[at + place]! * unit[at + place]!
  for (let place = 0; place < dimension; place += 1) {
    const gradient = (gradients[at + place]! - along * unit[at + place]!) / length
    headGradients[at + place] = gradient
    gradients[at + place] = gradient * heads[start + place]!
  }
}

/**
 * Draws the features of a text that take part in a step: each stays with the given chance, one at least.
 * @returns how many were written from `to` on
 */
export function drawFeatures(
  { starts, features }: Texts,
  index: number,
  chance: number,
  random: () => number,
  into: Uint32Array,
  to: number,
  most: number,
): number {
  const [start, end] = [starts[index]!, starts[index + 1]!]
  let count = 0
  for (let at = start; at < end && count < most; at += 1) {
    if (chance >= 1 || random() < chance) into[to + count++] = features[at]!
  }
  if (count === 0 && end > start) into[to + count++] = features[start + Math.floor(random() * (end - start))]!
  return count
}
