// How the page looks: its colours in light and dark, its type and its measure. Colours of outcomes differ in lightness
// and each outcome has a sign besides, so that nobody needs to tell hues apart.
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fdfcfa;--card:#fff;--ink:#1c2126;--soft:#525b64;--line:#dcd9d2;--track:#e8e5df;
--drift:#b3400f;--drift-ink:#fff;--held:#cfe5e6;--held-ink:#0c4f55;--fail:#7a3e78;--fail-ink:#fff;--silent:#fff;--silent-ink:#555d66;
--old:#8b95a3;--old-soft:#c6ccd4;--new:#1f63a8;--new-soft:#a9c8e8;--other:#85589c;--good:#1b8087;--good-soft:#cde5e6;--bad:#b3400f;--busy:#a77400;
--on:#fff;--load:#7f6a2c;--load-band:rgba(190,150,40,.14);--link:#1a5a99;--serif:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif;
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--card:#1c2025;--ink:#e9e7e2;--soft:#a9b1ba;--line:#343a42;--track:#2c3138;
--drift:#f08a55;--drift-ink:#2a0f02;--held:#1f4447;--held-ink:#c2e6e8;--fail:#d59bd2;--fail-ink:#2b0f2a;--silent:#1c2025;--silent-ink:#b9c0c8;
--old:#7d8896;--old-soft:#454d57;--new:#6aa9e6;--new-soft:#254766;--other:#c096d6;--good:#57b9bf;--good-soft:#1d4649;--bad:#f08a55;--busy:#dba73a;
--on:#10141a;--load:#d8bd6a;--load-band:rgba(222,184,74,.12);--link:#86bdf2}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:1104px;margin:0 auto;padding:36px 28px 56px}
h1,h2,p,dl,ol,ul,figure{margin:0;padding:0}
ol,ul{list-style:none}
h2{font:600 15px/1.3 var(--sans);letter-spacing:.01em}
section{margin-top:52px}
section>h2{margin-bottom:14px;padding-top:12px;border-top:1px solid var(--line)}
code{font:.92em/1.5 var(--mono)}
button,select{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.masthead{display:flex;flex-wrap:wrap;gap:2px 18px;justify-content:space-between;color:var(--soft);font-size:14px;margin-bottom:30px}
.masthead strong{color:var(--ink);font-weight:600}
h1{font-weight:400}
.question{font:italic 18px/1.45 var(--serif);color:var(--soft);max-width:44em;margin-bottom:12px}
.answer{display:block;font:600 clamp(23px,3.1vw,32px)/1.28 var(--serif);letter-spacing:-.008em;max-width:31em;text-wrap:pretty}
.rest{font:17px/1.55 var(--serif);margin-top:14px;max-width:46em;color:var(--ink)}
.lead{color:var(--soft);font-size:14.5px;max-width:64em;margin-bottom:14px}
.notes{display:grid;grid-template-columns:max-content 1fr;gap:8px 22px;max-width:62em}
.notes dt{font-weight:600;font-size:14.5px;grid-column:1}
.notes dd{margin:0;grid-column:2}
.away{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:52px;padding-top:12px;border-top:1px solid var(--line);font-size:13.5px;color:var(--soft)}
footer h2{font-size:13.5px;margin-bottom:4px}
.scroll{overflow-x:auto}
@media (max-width:640px){main{padding:22px 16px 40px}section{margin-top:38px}.masthead{margin-bottom:20px}
.notes{grid-template-columns:1fr;gap:2px}.notes dt,.notes dd{grid-column:1}.notes dt{margin-top:8px}}
@media print{@page{size:A4;margin:15mm}:root{--paper:#fff}body{font-size:10.5pt}main{max-width:none;padding:0}section{margin-top:20px}
.filters,.copy,.detail,dialog{display:none!important}figure,.arm,tr,.notes dd{break-inside:avoid}h2{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
