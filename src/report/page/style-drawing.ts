// How drawings look: timelines and the pictures of load. What is hatched is ill or unseen; what is hollow is on its way.
export const drawingStyle = `
.timeline{display:block;font:11.5px/1 var(--sans);overflow:visible}
.timeline text{fill:var(--ink);stroke:var(--paper);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.timeline .name{fill:var(--soft);font-size:12px}
.timeline .grid line,.dose .grid line{stroke:var(--line);stroke-width:1}
.timeline .axis text,.dose .axis text,.dose .grid text{fill:var(--soft);font-size:11.5px}
.head-line line{stroke:var(--new);stroke-width:1.2;stroke-dasharray:2 3}.timeline .head-line text{fill:var(--new);font-weight:600}
.shown{cursor:pointer;outline:none}.timeline text{pointer-events:none}
.span rect{stroke-width:1.2}
.span .on{stroke:none;fill:var(--on);font-size:11px}
.t-old{--tone:var(--old);--soft-tone:var(--old-soft)}.t-new{--tone:var(--new);--soft-tone:var(--new-soft)}
.t-restored{--tone:var(--old);--soft-tone:var(--old-soft)}.t-other{--tone:var(--other);--soft-tone:var(--other)}
.t-good{--tone:var(--good);--soft-tone:var(--good-soft)}.t-bad{--tone:var(--bad);--soft-tone:var(--bad)}
.t-busy{--tone:var(--busy);--soft-tone:var(--busy)}.t-faint{--tone:var(--soft);--soft-tone:var(--line)}
.span rect{fill:var(--tone);stroke:var(--tone)}
.span.hollow rect{fill:var(--paper);stroke-dasharray:3 2}
.span.hollow .on{fill:var(--ink)}
.span.hatched rect{fill:url(#hatch-bad);stroke:var(--bad)}
.span.hatched .on{fill:var(--ink);stroke:var(--paper);stroke-width:5px;font-weight:600}
.span.t-old.solid .on,.span.t-restored.solid .on{fill:#0f1419}
.shown:hover rect,.shown:focus rect{stroke:var(--ink);stroke-width:2}
.shown:focus-visible{outline:2px solid var(--link);outline-offset:1px}
.mark .ground{fill:transparent}.mark circle:not(.ground){fill:var(--tone)}.mark rect{fill:var(--tone)}.mark .filled{fill:var(--tone);stroke:none}
.mark path{stroke:var(--on);stroke-width:1.8;fill:none;stroke-linecap:round;stroke-linejoin:round}
.shown:hover circle:not(.ground),.shown:focus circle:not(.ground){stroke:var(--ink);stroke-width:2}
.timeline .beside{font-size:11.5px}.timeline .strong{font-weight:600;fill:var(--bad)}
.timeline .quote{font:italic 12.5px/1 var(--serif);fill:var(--ink)}
.band rect{fill:var(--load-band)}.timeline .band text{fill:var(--load);font-weight:600}
.band.blind rect{fill:url(#hatch-blind)}.timeline .band.blind text{fill:var(--bad)}
.hatch{stroke:var(--soft);stroke-width:2}.hatch.bad{stroke:var(--bad);stroke-width:3}
.ground-line{stroke:var(--soft)}.limit{stroke:var(--bad);stroke-dasharray:6 3;stroke-width:1.2}.timeline .limit-name{fill:var(--bad)}
.curve .line{fill:none;stroke:var(--tone);stroke-width:1.7;stroke-linejoin:round}.curve .area{fill:var(--tone);opacity:.16}.timeline .curve text{fill:var(--tone);font-weight:600}
.featured{margin-top:26px}.featured figcaption{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline;margin-bottom:8px;font-size:14.5px}
.featured .ending p+p{margin-top:2px}.featured .ending{font:15.5px/1.5 var(--serif);margin-top:8px;max-width:56em}
.canvas{overflow-x:auto;overflow-y:hidden}
.canvas .timeline{max-width:none}
html:not(.js) .canvas .timeline{width:100%;height:auto;min-width:720px}
.detail{min-height:66px;margin-top:12px;padding:10px 14px;border:1px solid var(--line);border-radius:8px;background:var(--card);font-size:14px}
.detail:empty::before{content:"Point at a bar, a sign or a shaded time, or tab to it: its evidence stands here.";color:var(--soft)}
html:not(.js) .detail{display:none}
.detail b{font-weight:600}.detail pre{margin:4px 0 0;font:12px/1.5 var(--mono);white-space:pre-wrap;color:var(--soft);overflow-wrap:anywhere}
.detail .said{font:italic 14.5px/1.45 var(--serif);display:block}
dialog .detail{position:sticky;bottom:0;z-index:1;box-shadow:0 -6px 14px -8px rgba(0,0,0,.3);max-height:34vh;overflow:auto}
.doses{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:22px}
.dose svg{display:block;width:100%;max-width:600px;height:auto;font:12px/1 var(--sans)}
.dose figcaption{font-size:14.5px;color:var(--soft);margin-bottom:4px}.dose figcaption b{color:var(--ink)}
.dose circle{stroke:var(--paper);stroke-width:1}.dose .m-drift{fill:var(--drift)}.dose .m-fail{fill:var(--fail)}.dose .m-held{fill:var(--good)}
.dose .side{fill:var(--soft);font-size:11.5px}
.dose .group rect{fill:var(--old-soft);opacity:.7}.dose .group line{stroke:var(--ink);stroke-width:2}
.threshold{fill:var(--load-band)}.threshold-mean{stroke:var(--load);stroke-width:1.5}
@media print{.canvas{overflow:visible}.canvas .timeline,html:not(.js) .canvas .timeline{width:100%;height:auto;min-width:0}.shown{cursor:auto}}
`;
