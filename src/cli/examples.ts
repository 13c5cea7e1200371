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
  embedderInstall: `
Examples:
  KIKU_EMBEDDER_PROVIDER=transformers KIKU_EMBEDDER_MODEL=Xenova/multilingual-e5-small kiku embedder install
  KIKU_EMBEDDER_PROVIDER=transformers KIKU_EMBEDDER_MODEL=~/models/bge-m3 kiku embedder install`,
  embed: `
Examples:
  kiku embed "Where is the printer?"
  kiku embed "プリンターはどこですか" --limit 5 --json
  kiku embed "a dog runs" "犬が走る" "the train is late"
  kiku embed --task icl --vectors < sentences.txt`,
  evalRetrieval: `
Examples:
  kiku eval retrieval ./sets/my-set
  kiku eval retrieval ./sets/my-set --queries queries.jsonl --qrels qrels.tsv --json
  kiku eval retrieval ./sets/my-tools --task tool
  kiku eval retrieval ./sets/my-set --fit`,
  evalJsts: `
Examples:
  kiku eval jsts ./jsts/valid-v1.3.json
  kiku eval jsts pairs.tsv --limit 500 --json`,
  mcp: `
Examples:
  kiku mcp                      (in the configuration of an MCP client)
  kiku mcp --audience group:finance
  kiku mcp --http 127.0.0.1:3939
  kiku mcp login github         sign in at a server of mcpServers`,
} as const
