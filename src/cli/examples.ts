/** Examples below the help of each command. */
export const EXAMPLES = {
  kiku: `
Examples:
  kiku                                    chat in this terminal
  kiku ask "How do I add documents?"      one answer
  kiku ingest ~/notes https://example.org/handbook
  kiku doctor                             what is on, what is off

"kiku <command> --help" tells more. Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted.`,
  ask: `
Examples:
  kiku ask "What does the travel policy say about trains?"
  kiku ask "出張規程では新幹線はどう扱われますか"
  kiku ask --search --json "When was the policy last changed?"
  echo "How do I add documents?" | kiku ask -`,
  ingest: `
Examples:
  kiku ingest ~/handbook
  kiku ingest report.pdf https://example.org/page --audience group:finance
  kiku ingest ./docs --watch`,
  discordRegister: `
Examples:
  kiku discord register                                everywhere, or where discord.registerIn says
  kiku discord register --guild 613425648685547541     in one server, where they show at once
  kiku discord register --remove`,
  evalRetrieval: `
Examples:
  kiku eval retrieval ./sets/my-set
  kiku eval retrieval ./sets/my-set --queries queries.jsonl --qrels qrels.tsv --json
  kiku eval retrieval ./sets/my-tools --task tool`,
  mcp: `
Examples:
  kiku mcp                      (in the configuration of an MCP client)
  kiku mcp --audience group:finance
  kiku mcp --http 127.0.0.1:3939
  kiku mcp login github         sign in at a server of mcpServers`,
} as const
