/** What stands where the page would, as long as nobody has built it. The API works all the same. */
export function describeUnbuilt(): Response {
  return new Response(HTML, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Kiku</title>
<h1>Kiku</h1>
<p>The page has not been built yet. Run <code>npm run build</code> in Kiku’s folder, then reload this page.
The API at <code>/v1</code> works already.</p>
<p lang="ja">ページはまだビルドされていません。Kikuのフォルダで <code>npm run build</code>
を実行してから、このページを再読み込みしてください。<code>/v1</code> のAPIはすでに使えます。</p>
</html>
`
