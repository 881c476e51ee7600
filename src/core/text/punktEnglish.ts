import { WordSet } from './wordSet.ts';

/**
 * What is left of NLTK's English Punkt model (punkt_tab) on lowercased text: only types without capitals can
 * match, and the orthographic context matters for four words alone.
 */

/** Words that a period after them does not end a sentence. The first is the token `. . .` without its end. */
export const ABBREVIATIONS = new WordSet([
  '. . ',
  ...words(`
    a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b c.v calif
    chg cie co col colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f f.g f.j feb fla fri
    ft g g.d g.f g.k ga gen h h.c h.f h.m i.m.s ill inc j.b j.c j.j j.k j.p j.r jan jr k kan ky l l.a
    l.f l.p lt ltd m m.b.a m.d.c m.j maj messrs mg mich minn mr mrs ms n n.c n.d n.h n.j n.m n.v n.y
    nev nov oct ok okla ore p p.a.m p.m pa ph.d prof r r.a r.h r.i r.j r.k r.t rep reps s s.a s.a.y
    s.c s.g s.p.a s.s sen sep sept sr st sw t t.j tenn tues u.k u.n u.s u.s.a u.s.s.r v va vs vt w w.c
    w.r w.va w.w wash wed wis yr
  `),
]);

/** Words that, after a number and its period, do not start a sentence. */
export const AFTER_NUMBERS = new WordSet(
  words(`
    abreast aes business cbot colgate commodities cooper corrections credit dividend financing
    genentech henley insider international leisure letters notable pay-fone pegasus pepper review rj
    wedgestone who zimmer
  `),
);

/** Words that, after an initial (by its unit) and its period, do not start a sentence. */
export const AFTER_INITIALS: ReadonlyMap<number, WordSet> = new Map([
  [0x62, new WordSet(words('edelman levine smith stewart wigton'))],
  [0x69, new WordSet(words('magnin toussie'))],
  [0x6a, new WordSet(words('aron fialka walter'))],
  [0x6f, new WordSet(words('ludcke'))],
]);

/** The only words known to start sentences in lower case: they may follow a number or an initial. */
export const LOWERCASE_STARTS = new WordSet(words('z-holiday administrators r-revised b-week'));

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}
