import { describe, expect, it } from 'vitest'
import { toCitation } from '../../../src/answer/to-citation.ts'
import { evidence } from '../../fakes/answer-fixtures.ts'

describe('toCitation', () => {
  it('leads to the page and the section of the quoted sentence, not to where its passage begins', () => {
    const text = 'E4\nSensor off.\n\nE7\nLow pressure.'
    const locator = {
      page: 1,
      headings: ['Errors'],
      marks: [
        { at: 0, page: 1, headings: ['Errors', 'E4'] },
        { at: text.indexOf('E7'), page: 3, headings: ['Errors', 'E7'] },
      ],
    }
    const passage = { number: 1, text, evidence: evidence(text, { title: 'Manual › Errors', locator }) }

    const citation = toCitation(passage, 1, 'Low pressure.')

    expect(citation).toMatchObject({ number: 1, title: 'Manual › Errors › E7', quote: 'Low pressure.' })
    expect(citation.locator).toEqual({ page: 3, headings: ['Errors', 'E7'] })
  })

  it('leaves the place of a passage that stands in one place', () => {
    const passage = { number: 1, text: 'One. Two.', evidence: evidence('One. Two.', { locator: { line: 4 } }) }

    expect(toCitation(passage, 1, 'Two.').locator).toEqual({ line: 4 })
  })
})
