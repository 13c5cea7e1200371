/** What the bare bot says until there is an answer. */
export const PLACEHOLDER = 'Thinking…'
