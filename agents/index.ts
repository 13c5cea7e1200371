export { createHistoryAgent, type HistoryAgentOptions } from './history-agent.ts'
export { createKnowledgeAgent, type KnowledgeAgentOptions } from './knowledge-agent.ts'
export { createRouter, type RouterOptions } from './router.ts'
