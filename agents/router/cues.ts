/**
 * Wordings of one language, by what they signal. A cue is true when its pattern occurs anywhere in the message, unless
 * its name says otherwise. Messages are clipped before matching, and the one pattern that repeats alternatives,
 * `smallTalkOnly`, is tried on short messages alone, so that no message can make matching slow.
 */
export interface CueLexicon {
  /** The message, or one of its sentences, has the form of a question. */
  readonly question: RegExp
  readonly fact: RegExp
  readonly what: RegExp
  readonly yesNo: RegExp
  readonly howWhy: RegExp
  readonly definition: RegExp
  readonly comparison: RegExp
  readonly informationRequest: RegExp
  readonly politeRequest: RegExp
  readonly statement: RegExp
  readonly firstPerson: RegExp
  /** 'How do I', 'can I': the asker as anybody, not as the person whose past is meant. */
  readonly genericFirstPerson: RegExp
  readonly secondPerson: RegExp
  readonly genericPerson: RegExp
  /** Refers to something said before, whatever the form of the message. */
  readonly pastTalk: RegExp
  /** The asker's own past, or things that one only knows from being told. */
  readonly personalPast: RegExp
  readonly personal: RegExp
  readonly action: RegExp
  readonly fetch: RegExp
  readonly serviceObject: RegExp
  /** Things that a service holds on a person: an object of a tool where one's own is meant, else of documents. */
  readonly accountObject: RegExp
  readonly liveData: RegExp
  readonly nearTime: RegExp
  /** A sum or a conversion, wherever the numbers stand. */
  readonly arithmetic: RegExp
  readonly tool: RegExp
  /** The whole message is a greeting, thanks, a farewell or a word of agreement. */
  readonly smallTalkOnly: RegExp
  readonly smallTalk: RegExp
  readonly aboutBot: RegExp
  readonly entertainment: RegExp
  readonly writingTask: RegExp
  readonly advice: RegExp
  readonly hypothetical: RegExp
  readonly reaction: RegExp
  readonly socialQuestion: RegExp
  /** Polite wrapping, taken off before asking whom the message is about and what it wants done. */
  readonly shell: RegExp
  readonly backReference: RegExp
  readonly namedEntity: RegExp
}
