import type { ToolWords } from './tool-words.ts'

export const englishToolWords: ToolWords = {
  calling: (tool) => `Using ${tool} …`,

  approve: 'Approve',
  decline: 'Decline',
  wouldCall: (tool) => `${tool} would be called with exactly this:`,
  tooLong: 'This is too long to be shown whole, so it cannot be approved here. Ask for something shorter.',
  waiting: 'waiting for approval',
  decisions: {
    approved: 'Approved.',
    declined: 'Not done.',
    expired: 'The time for approving this has passed. Ask again if you still want it.',
    decided: 'This has been decided already.',
  },
  gone: 'This call is not waiting any more: the question was answered anew or forgotten.',
  notYours: 'Only the person who asked can decide.',

  considered: 'Tools considered',
  fits: (tool, percent) => `${tool}: ${percent} %`,
  called: 'Tools called',
  outcomes: {
    done: 'done',
    failed: 'failed',
    refused: 'not run',
    'awaiting-approval': 'waiting for approval',
  },
}
