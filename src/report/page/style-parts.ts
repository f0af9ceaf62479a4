// How the parts of the page look: cards of arms with their strips, tables, filters, commands, and the dialog of a trial.
export const partStyle = `
.first{margin-top:34px}.arms{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:18px}
.arm{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px 18px;min-width:0}
.arm h2{margin-bottom:12px}
.line{display:grid;grid-template-columns:minmax(120px,1.3fr) minmax(120px,1.5fr) minmax(90px,1fr) minmax(130px,.9fr);gap:4px 18px;align-items:center;padding:5px 0;border-top:1px solid var(--line)}.line h2{font-size:14px;font-weight:500}.line p{font-size:14px;color:var(--soft)}.line .rate-picture{margin:0}.line .cell{width:20px;height:20px;font-size:12px}
.strip{display:flex;flex-wrap:wrap;gap:4px}
.strip button{padding:0;border:0;background:none;cursor:pointer;display:block;border-radius:5px}
.cell{display:grid;place-items:center;width:26px;height:26px;border-radius:5px;font:700 14px/1 var(--sans);border:1px solid transparent}
.strip.long{gap:2px}.strip.long .cell{width:15px;height:20px;font-size:10px;border-radius:3px}
.strip li{position:relative}
.strip button:hover .cell{box-shadow:0 0 0 2px var(--link)}
.cell.m-drift{background:var(--drift);color:var(--drift-ink)}
.cell.m-fail{background:var(--fail);color:var(--fail-ink)}
.cell.m-held{background:var(--held);color:var(--held-ink)}
.cell.m-silent,.cell.m-base{background:var(--silent);color:var(--silent-ink);border:1px dashed var(--silent-ink)}
.cell.m-noop,.cell.m-none{background:var(--track);color:var(--soft)}
.rate{margin-top:14px;display:flex;align-items:baseline;gap:8px;flex-wrap:wrap}
.rate b{font:600 26px/1.1 var(--serif)}
.rate span,.interval{color:var(--soft);font-size:14.5px}
.rate-picture{display:block;width:100%;height:22px;margin-top:8px}
.track{fill:var(--track)}.rate-picture .span{fill:var(--old-soft)}.rate-picture .point{fill:var(--ink)}
.rate-scale{display:flex;justify-content:space-between;font-size:12px;color:var(--soft)}
.interval{margin-top:2px}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 14px;margin-top:12px;font-size:14.5px}
.facts dt{color:var(--soft)}.facts dd{margin:0}
.legend{margin-top:10px;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13.5px;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:14.5px}
caption{text-align:left;color:var(--soft);font-size:13.5px;padding-bottom:6px}
th,td{text-align:left;vertical-align:baseline;padding:6px 14px 6px 0;border-top:1px solid var(--line)}
thead th{border-top:0;font-weight:600;font-size:13px;color:var(--soft)}
tbody th{font-weight:600}
.number{white-space:nowrap}
.differences td,.differences th,.levels td,.levels th{vertical-align:middle}.differences,.levels{min-width:560px}.levels{margin-top:26px}
.differences td.picture,.differences th.scale{width:38%}.differences th.scale{white-space:nowrap}.levels td.picture{width:38%}
td.picture svg{display:block;width:100%;height:22px}.levels td.picture svg{height:12px}
th.scale span{display:inline-block;width:33.3%}th.scale span:nth-child(2){text-align:center}th.scale span:last-child{text-align:right}
.differences .span{fill:var(--old-soft)}.differences .point{fill:var(--ink)}.nought{fill:var(--soft)}.part{fill:var(--drift)}
.trials{table-layout:fixed}@media screen{.many{content-visibility:auto;contain-intrinsic-size:auto 4000px}}
.trials th:first-child{width:74px}.trials th:nth-child(2){width:17%}.trials th:nth-child(3){width:25%}
.trials th:nth-child(4){width:100px}.trials th:nth-child(5){width:112px}
.outcome div{display:flex;gap:9px;align-items:baseline}.outcome .cell{flex:none;width:20px;height:20px;font-size:12px;transform:translateY(2px)}
.open{border:1px solid var(--line);background:var(--card);border-radius:5px;padding:1px 9px;cursor:pointer;color:var(--link);font-weight:600;min-height:26px}
.open:hover{border-color:var(--link)}
.filters{display:none;flex-wrap:wrap;gap:8px 20px;align-items:center;font-size:14.5px;color:var(--soft);margin-bottom:10px}
.js .filters{display:flex}
select{background:var(--card);color:var(--ink);border:1px solid var(--line);border-radius:5px;padding:3px 6px;max-width:220px}
.silent{max-width:62em}.silent li{padding:3px 0}
.commands li{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center;padding:4px 0}
.commands code{background:var(--card);border:1px solid var(--line);border-radius:5px;padding:5px 12px}
.copy{display:none;border:1px solid var(--line);background:var(--card);border-radius:5px;padding:2px 12px;cursor:pointer;min-height:26px}.js .copy{display:block}
.copy:hover{border-color:var(--link)}
dialog{width:min(1180px,calc(100vw - 32px));max-width:none;max-height:calc(100vh - 32px);border:1px solid var(--line);border-radius:10px;background:var(--paper);color:var(--ink);padding:0;overflow:auto}
dialog::backdrop{background:rgba(10,12,16,.5)}
.trial-head{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);padding:12px 22px;display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center}
.trial-head h2{flex:1 1 260px;font:600 18px/1.3 var(--serif)}
.trial-head button{border:1px solid var(--line);background:var(--card);border-radius:5px;padding:2px 12px;min-height:28px;cursor:pointer}
.trial-head label{font-size:14px;color:var(--soft)}
.trial-body{padding:14px 22px 22px}
.trial-body h3{font:600 14.5px/1.3 var(--sans);margin:20px 0 6px}
.story{font-size:14.5px}
.story li{display:grid;grid-template-columns:62px 1fr;gap:12px;padding:4px 0;border-top:1px solid var(--line)}
.story time{color:var(--soft);text-align:right}
.story .aside{color:var(--soft);margin-left:10px;font-size:13.5px}
.story blockquote{margin:2px 0 2px 2px;padding-left:10px;border-left:2px solid var(--line);font:italic 14.5px/1.45 var(--serif)}
.cite{border:0;background:none;padding:0 4px;color:var(--link);cursor:pointer;font-size:13px;text-decoration:underline;text-underline-offset:2px;min-height:24px}
.endings{font:16px/1.5 var(--serif);margin-top:16px;max-width:56em}.endings p{margin-top:4px}
.footnote{font-size:13px;color:var(--soft);margin-top:10px}
@media (max-width:640px){.differences,.levels{min-width:0}.differences thead{display:none}.differences tr,.differences tbody th,.differences td,.differences td.picture{display:block;width:auto;padding:3px 0;border:0}
.differences tr{border-top:1px solid var(--line);padding:6px 0}.levels td.picture{width:26%}.line{grid-template-columns:1fr 1fr}.trials .extra{display:none}.trials th:first-child{width:60px}.trials th:nth-child(2){width:24%}.trials th:nth-child(3){width:34%}
table{font-size:14px}th,td{padding-right:8px}dialog{width:100vw;max-height:100vh;height:100vh;border-radius:0;border:0;margin:0}
.trial-head,.trial-body{padding-left:14px;padding-right:14px}.story li{grid-template-columns:48px 1fr;gap:8px}}
@media print{.open{border:0;padding:0;min-height:0;background:none;color:inherit}.arms{grid-template-columns:1fr 1fr}.scroll{overflow:visible}.differences,.levels{min-width:0}}
`;
