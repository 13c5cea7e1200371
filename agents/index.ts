export { createHistoryAgent } from './history-agent.ts'
export { createKnowledgeAgent } from './knowledge-agent.ts'
