import type { CueLexicon } from './cues.ts'

// Words that open a sentence without changing its form.
const OPENER =
  '(?:(?:ok|okay|so|and|but|also|well|then|now|um+|uh+|hm+|hh|yeah|yes|no|right|sure|great|good|perfect|thanks|thank you|hi|hello|hey|ai|please|actually|wait|sorry|awesome|alright|by the way|in that case|got it|just)[,.!\\s]+)*'
const START = `(?:^|[.!?\\n]\\s*|,\\s*)${OPENER}`
const AUXILIARY =
  "(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|isn't|aren't|don't|doesn't|didn't|wasn't|won't|can't)"
const ASK_ME_TO =
  "(?:please|can (?:you|u|we|i)|could (?:you|i|we)|would (?:you|it be possible to)|will you|kindly|i (?:need|want|have|got|gotta|must|wish|would like|'d like|plan|really need|really gotta|would want)(?: you)? to|i need you to|i'd (?:like|love) (?:you )?to|i(?: really| just)* (?:wanna|gotta|gonna|need to|want to|have to)|i'll|let's|let us|help me(?: to)?|assist me in|you to|like to|want to|need to|have to|able to|go ahead and|and(?: then)?|then|to)"
const verb = (verbs: string): RegExp =>
  new RegExp(`(?:${START}|\\b${ASK_ME_TO}\\s+(?:please |just |also |go |now )?)(?:${verbs})\\b`, 'i')

export const ENGLISH_CUES: CueLexicon = {
  question: new RegExp(
    `\\?|${START}(?:who|whom|whose|what|what's|whats|when|where|where's|which|why|how|how's|who's)\\b|${START}${AUXILIARY}\\s+(?:i|you|we|he|she|it|they|there|this|that|these|those|the|my|your|any|a|an|someone|people|[a-z]+)\\b|\\b(?:tell me|let me know|know|wonder(?:ing)?|any idea|check|see)\\b[^.!?]{0,30}\\b(?:what|when|where|who|which|why|how|if|whether|at this|about)\\b|\\b(?:do|does|is|are|did|can|was|were) (?:they|it|there|he|she|this|that|these)\\b`,
    'i',
  ),
  fact: /\b(?:who|whom|whose|when|where|which|how (?:many|much|old|long|far|tall|big|large|often|high|fast|deep)|in what (?:year|city|country|state)|what (?:year|country|city|state|date|percentage|number|age))\b/i,
  what: /\bwhat(?:'s|s|'re)?\b/i,
  yesNo: new RegExp(`${START}${AUXILIARY}\\s+\\w+`, 'i'),
  howWhy:
    /\b(?:why|how come|how (?:do|does|did|can|could|should|would|to|is|are)|what causes?|explain|reasons? (?:for|why))\b/i,
  definition:
    /\b(?:what(?:'s| is| are| was| were)\s+(?:an?\s|the (?:meaning|definition|purpose|concept) of|meant by)|what does .{1,60}\bmean|defin(?:e|ition)|meaning of|stands? for|what do you mean by|synonyms? (?:of|for))\b/i,
  comparison:
    /\b(?:differences? between|different from|compared? (?:to|with)|versus|vs\.?|better than|older than|(?:more|less) \w+ than|both|\w+ or \w+\?)/i,
  informationRequest:
    /\b(?:tell (?:me|us)|let (?:me|us) know|inform me|i(?:'d| would) (?:like|love) to know|i (?:want|need) to know|do you know|explain|describe|give me (?:info|information|details)|information (?:on|about)|details (?:on|about|of)|interested in learning|learn (?:about|more)|curious)\b/i,
  politeRequest:
    /\b(?:please|can you|could you|would you|will you|kindly|i need|i want|i'd like|i would like|i'm looking for|i am looking for|looking for|help me|assist me|i wish to)\b/i,
  statement:
    /^(?:(?:oh|well|ok|okay|yes|yeah|no|nope|hmm+|ah|actually|um+|uh+|hh|and|but|so)[,.!\s]+)*(?:i|i'm|i've|i'd|i'll|we|we're|we've|my|our|he|she|it|it's|its|they|they're|that|that's|this|there|there's|the|you|you're|yes|yeah|no|nope|sure|okay|ok)\b/i,
  firstPerson: /\b(?:i|i'm|i've|i'd|i'll|im|ive|my|me|mine|myself)\b/i,
  genericFirstPerson:
    /\b(?:how (?:do|can|could|should|would|might) (?:i|we)|(?:can|could|may|should|must|shall) (?:i|we)\b|(?:do|would|will) i (?:need|have to|get)|what (?:should|can|could|do|would) (?:i|we) (?:do|need|use|say)|where (?:can|could|should|do) (?:i|we)|am i able|is there (?:a|any) way)/i,
  secondPerson: /\b(?:you|your|you're|yours|yourself|ur)\b/i,
  genericPerson:
    /\b(?:someone|somebody|a person|the person|people|anyone|everybody|everyone|one's|humans?|children|kids|a (?:man|woman|child|kid|friend|ship|company)|he|she|him|her|they|you (?:might|may|would|normally?|typically|usually|are being))\b/i,
  pastTalk:
    /\b(?:(?:you|we|i|he|she|they)(?:'ve| have| had| once| also| already| just| previously)* (?:said|told|mentioned|recommended|suggested|discussed|talked|chatted|spoke|shared|consulted|asked|taught|advised|promised|agreed|decided|described|explained|introduced|confided|complained|showed)|did (?:you|we|i|he|she|they) (?:say|tell|mention|recommend|suggest|discuss|talk|chat|share|ask|advise|agree|decide|promise|give|teach)|have (?:you|we|i) (?:ever )?(?:said|told|mentioned|discussed|talked|shared|asked)|(?:our|the|my) (?:last|previous|earlier|past|prior) (?:conversation|chat|talk|discussion|message|meeting|session|exchange)|last time|earlier (?:today|you|we|i)|you(?:'ve| have)? (?:recommended|given me|gave me|taught me)|remember|recall|remind me (?:what|who|when|where|which|how|of what)|misremember|i (?:almost |always )?(?:forgot|forget)|forgetting|slipped my mind|what was (?:it|that|the \w+) (?:again|called)|as (?:i|we|you) said|(?:mentioned|discussed|recommended|said) (?:earlier|before|previously|yesterday|last))\b/i,
  personalPast:
    /\b(?:(?:did|have|had|was|were) (?:i|we|my)|i (?:was|were|had|went|did|made|met|saw|bought|read|watched|visited|joined|used to|have been|recently|once)|i've been|my (?:first|last|previous|old)|the patient|do i (?:like|prefer|usually|often|occasionally|use|own|enjoy|want|hate|aim|plan)|(?:i|we) (?:like|prefer|enjoy|love|hate|usually|occasionally|believe)|don't i|didn't i|don't like|(?:am|was) i (?:feeling|supposed|planning|going|doing|allergic))\b/i,
  personal: /\b(?:i|i'm|i've|my|me|mine|myself|the patient(?:'s)?)\b/i,
  action: verb(
    'set|book|reserve|schedule|reschedule|remind|play|pause|skip|stop|mute|turn|switch|dim|cancel|add|remove|delete|clear|empty|erase|send|text|e-?mail|call|dial|ring|order|buy|purchase|pay|transfer|convert|calculate|compute|translate|put|change|update|modify|move|rename|save|share|download|upload|export|import|report|activate|deactivate|block|freeze|unfreeze|confirm|verify|navigate|roll|flip|submit|log|reset|increase|raise|lower|sync|connect|redeem|replace|make (?:a |the |my )?(?:call|reservation|appointment|payment|booking|purchase|transfer)|restart|install|deploy|subscribe|unsubscribe|enable|disable|lock|unlock|record|post|reply to|wake|start|launch|open|close|run|execute|print|scan|plug|apply|exchange|rent|hire',
  ),
  fetch: verb(
    "find|search|look(?:ing)? (?:up|for)|show|get|fetch|retrieve|check|track|locate|provide me|pull up|bring up|display|view|monitor|analy[sz]e|recommend|suggest|explore|discover|i'm looking for|i am looking for",
  ),
  serviceObject:
    /\b(?:alarms?|timers?|reminders?|calendar|appointments?|meetings?|events?|schedule|to-?\s?do(?: list)?|(?:shopping|grocery) list|playlists?|songs?|music|tracks?|albums?|podcasts?|speaker|volume|lights?|lamp|thermostat|tv|phone|e-?mails?|text message|flights?|airlines?|airport|hotels?|airbnb|tickets?|reservations?|table|restaurants?|uber|lyft|taxi|cab|ride|trains?|bus|rental|luggage|carry-?ons?|plane|trip|traffic|directions?|route|eta|gas|mpg|tire|oil|accounts?|balance|bills?|transactions?|payments?|credit (?:card|score|limit)|debit|cards?|checks?|checking|savings|bank|loan|mortgage|insurance|deposit|routing number|pin|apr|rewards?|points|income|stocks?|shares|exchange rate|currency|coupons?|deals?|discounts?|orders?|package|delivery|shipping|keywords?|campaign|recipes?|calories|movies?|films?|shows?|games?|dice|coin|location|nearest|nearby|address|phone number|coordinates|id|user ?name)\b/i,
  accountObject:
    /\b(?:salary|paycheck|pay|w-?2|tax(?:es)?|401k|pto|vacation|days? off|time off|holidays?|benefits|insurance|rooms?|courses?|jobs?|files?|database|server|website)\b/i,
  liveData:
    /\b(?:weather|forecast|temperature|rain(?:ing|y)?|snow(?:ing|y)?|sunny|cloudy|humid(?:ity)?|windy?|storms?|hurricane|degrees|umbrella|(?:hot|cold|warm|freezing|chilly) (?:outside|today|tomorrow|out)|right now|at the moment|currently|current|up-to-date|real-?time|live (?:scores?|data|prices?|feed|updates?)|trending|latest|recent|news|headlines|prices?|exchange rates?|stock|traffic|what time|what day|the time|the date|today's|time is it|(?:current|local) time|date please|todays date|score of)\b/i,
  nearTime:
    /\b(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d\d|noon|midnight|today|tonight|tomorrow|this (?:week|weekend|morning|afternoon|evening|month|sunday|monday|tuesday|wednesday|thursday|friday|saturday)|next (?:week|weekend|month|year|hour|sunday|monday|tuesday|wednesday|thursday|friday|saturday)|in \d+ (?:minutes?|hours?|days?)|\d+ ?(?:minutes?|seconds?|hours?)|every (?:day|morning|night|hour|week)|(?:sun|mon|tues|wednes|thurs|fri|satur)day)\b/i,
  arithmetic:
    /\d\s*(?:[+*×÷^]|x|times|plus|minus|divided by|multiplied by|percent of|% of|to the power of)\s*\d|\b(?:square root|sum of|product of|how many \w+ (?:are )?in (?:an?|one|\d+)|in (?:dollars|euros|yen|pounds|celsius|fahrenheit|kilometers|miles|inches|centimeters|grams|ounces)|to (?:dollars|euros|usd|eur|jpy|yen|celsius|fahrenheit|kilometers|miles|inches|centimeters))\b/i,
  tool: /\b(?:plug-?ins?|apis?|apps?|chatbot|bot|websites?|web ?pages?|tool|online|pdf|google|twitter|reddit|youtube|instagram|facebook|linkedin|spotify|amazon|github|wordpress|slack|notion|platform|software|system)\b/i,
  smallTalkOnly:
    /^(?:(?:hi|hello|hey|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|night|day|bye)|goodbye|bye|bye bye|see (?:you|ya)(?: later| soon| tomorrow| around)?|later|catch you later|take care|thanks|thank you|thx|ty|cheers|thanks a (?:lot|million|bunch)|thank you (?:so|very) much|thanks so much|much appreciated|i appreciate (?:it|that|you|your help)|appreciate it|ok|okay|k|cool|nice|great|awesome|perfect|lovely|excellent|wonderful|got it|i see|sure|alright|all right|yes|yeah|yep|yup|no|nope|no thanks|no thank you|never mind|nevermind|sorry|my bad|oops|wow|haha+|lol|hehe|nice to meet you|pleased to meet you|how are you(?: doing)?(?: today)?|how's it going|how do you do|what's up|whats up|sup|you too|welcome back|well done|good job|good bot|that's all|that is all|that will be all|kiku|there|everyone|all|team|folks|guys|friend|so much|very much|a lot|for (?:your|the|all your) help|for that|again|today|and|my|then|really|so|bot|ai|dear|again)(?:[\s,.!?~:;)(-]|$)+)+$/i,
  smallTalk:
    /\b(?:hi|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|night)|goodbye|bye|thanks|thank you|thx|cheers|see you|catch you later|talk (?:to you )?(?:later|soon)|nice (?:to meet|meeting|talking|chatting)|good (?:chatting|talking|speaking)|great (?:to|talking|chatting|speaking)|how are (?:you|things)|how's it going|what's up|how do you do|are you (?:ok|okay|well|doing)|appreciate|you(?:'re| are) (?:the best|awesome|great|welcome)|take care|have a (?:good|nice|great) (?:day|one|night|evening|weekend|time))\b/i,
  aboutBot:
    /\b(?:are you|were you|do you|did you|have you|can you be|could you be|you (?:are|were|have|got|work|live|made|like|born|come)|your|you're|made you|created you|designed you|built you|owns? you|employs? you|call you|address you|name you|own you|you do(?: for)?|you know|help (?:me )?with|you from|you for) ?(?:an? |the |your |real|really|being |actually )*(?:names?|age|old|ai|bot|robot|human|computer|machine|person|real|alive|birthday|bday|birthplace|born|from|live|lived|lives|home|house|origin|area|location|hometown|country|city|hobb(?:y|ies)|interests?|pets?|dogs?|cats?|animals?|boss|owner|creator|maker|manager|employer|company|work for|job|designed|created|built|made|programmed|processed|assembled|put together|favou?rite|free time|fun|family|friends?|feelings?|languages?|capable|abilities|abled?|skills|capabilities|sentient|smart(?:er)?|okay|well|today|good at|call|address|boss is|by)\b|\b(?:what (?:can|do) you do|what (?:do i|should i|can i|to|may i) call you|who (?:are|made|created|built|designed|owns|employs) you|who do you (?:work|answer) (?:for|to)|how old are you|your name|what are you|where (?:are|were|do|did) you|how should i address you|tell me (?:more )?about (?:you|yourself)|things you (?:know|can)|you (?:can|could) (?:do|help)|difference between you|the ai\b|ai (?:has|have|is))/i,
  entertainment:
    /\b(?:jokes?|riddles?|fun(?:ny)? (?:facts?|story|stories|thing)|facts? (?:about|of)|unusual facts?|trivia|something (?:interesting|funny|fun|cool)|make me laugh|meaning (?:of|in|to|behind) (?:life|our|being)|(?:life|lives|existence) (?:mean|have|has|'s|purpose)|purpose of (?:life|our)|point of life|life'?s (?:meaning|purpose)|lifes meaning|sing (?:me )?a|tell me a story|i love you|bored)\b/i,
  writingTask:
    /\b(?:(?:create|generate|make|design|come up with|brainstorm|invent|produce|devise|prepare|give|provide|plan|build) (?:me |us |her |him |them |up )?(?:an? |the |some |\d+ |one |two |three |four |five |ten )?(?:[\w-]+ ){0,4}?(?:poems?|haikus?|essays?|stor(?:y|ies)|letters?|cards?|speech|scripts?|scenes?|songs?|lyrics|tweets?|posts?|blog|articles?|bios?|slogans?|taglines?|titles?|headlines?|jokes?|paragraphs?|sentences?|examples?|lists?|outlines?|plans?|itinerar(?:y|ies)|recipes?|menus?|questions?|dialogue|conversation|functions?|programs?|code|regex|regular expression|commands?|quer(?:y|ies)|puzzles?|names?|ideas?|summary|reviews?|synonyms?|antonyms?|advertisements?|ads?|description|proverbs?|response|reply|tables?|vacation|trip|text)|write|compose|draft|paraphrase|rewrite|rephrase|reword|proofread|summari[sz]e (?:the|this) (?:following|text|paragraph|article|passage)|classify|correct (?:the|any|my)|grammatical|grammar|misspelling|solve|prove|implement|refactor|debug|fix (?:this|the|my)\b.{0,20}\b(?:code|bug|function|script|query|text|sentence)|simplify|complete (?:the|this)|fill in|continue the|extract|identify (?:the|which|all|any)|given (?:an?|the|some)|the following|you need to|imagine|pretend|role-?play|act as|answer the following|multiple choice|translate the (?:following|sentence)|step[- ]by[- ]step|implement|reply to the e-?mail|tell me (?:if|why) (?:the (?:sentence|statement|following|text)|this)|output|in (?:python|java|javascript|latex|c\+\+|sql|bash)|edit|(?:cover|recommendation) letter|describe an?)\b/i,
  advice:
    /\b(?:should i|should we|what should|how should|advice|tips|pros and cons|what do you think|in your opinion|your (?:opinion|thoughts)|do you think|do you believe|best way to|good way|ways to|strateg(?:y|ies)|how can (?:i|we|individuals|organizations|someone|one)|how do i (?:deal|cope|handle|tell)|factors|qualities|advantages|disadvantages|benefits of|importance of|suitable|is it (?:ok|okay|safe|normal|good|bad|possible|a good))\b/i,
  hypothetical:
    /\b(?:would (?:have|happen|be|you do|you say|someone|a|the|he|she|they)|what if|if (?:i|you|someone|somebody|a|the|we|there)|suppose|imagine|might|hypothetical(?:ly)?|could have|had been)\b/i,
  reaction:
    /^(?:(?:oh|ah|wow|haha+|lol|hmm+|nice|cool|great|awesome|amazing|really|interesting|that's|that is|sounds|i see|got it|yes|yeah|no|sure|ok|okay|perfect)\b)|!\s*$/i,
  socialQuestion:
    /\b(?:do you (?:like|love|enjoy|have|ever|feel|want|believe|play|eat|dream|sleep|cook|read|watch)|have you (?:ever|been|seen|read|tried)|are you (?:happy|sad|busy|tired|married|ok|okay|well|single|hungry|bored)|what(?:'s| is| are) your|how (?:was|is) your|where (?:are|were|do|did) you|how are you|what (?:do|did|are|kinds? of \w+ do) you|your (?:day|weekend|hobbies|favou?rite|free time))\b/i,
  shell:
    /\b(?:(?:can|could|would|will) (?:you|u)(?: please| kindly| actually| also| just| help)*(?: (?:tell|inform|let|show|give|help|provide|explain to|get|find))?(?: (?:me|us))?(?: know)?|(?:do you (?:happen to )?|would you (?:happen to )?|you )(?:know|have any idea)(?: (?:if|whether|about)| (?=what|where|when|who|how|which|why)\b)|(?:tell me|let me know|check|see|find out|make sure|wonder(?:ing)?|know|confirm) (?:if|whether)|(?:tell|show|give|help|let|inform|get|find|send|assist|provide|bring) (?:me|us)(?: know)?|thank you|thanks|what do you mean by|i(?: would|'d) like to know|i (?:want|need) to know|for (?:me|us)|do you think)\b/gi,
  backReference:
    /\b(?:it|its|they|them|their|that|this|those|these|there|he|him|his|she|her|one|ones|the (?:first|second|last|other|same)|else|more|another)\b|^(?:and|what about|how about|then|so)\b/i,
  namedEntity: /(?<=[a-z0-9,;:'"“(]\s*["“'(]?)[A-Z][A-Za-z0-9&.-]+|\b[A-Z]{2,}\b|["“][^"”]{2,60}["”]/g,
}
