// Which of the pages that hold all words of a query comes first. Sphinx looks only at where
// the best of the words stands; `pageWords` are those by which a page is to be found.
const PAGE_RANKS = [
  [/(^|\/)index$/, -4],
  [/^reference\/api$/, -4],
  [/^reference\/benchmark$/, -4],
  [/^reference\/glossary$/, -4],
  [/^lessons\//, 4],
  [/^recipes\//, 4],
  [/^reference\/errors/, 2],
  [/^reference\/faq/, 2],
  [/^reference\/silent-mistakes$/, 2],
  [/^reference\/symptoms$/, 2],
];
const FOR_WORDS = 30; // if all words of the query are among those of the page

// Accents do not count: the index was made of words without them.
const withoutAccents = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
{
  const Plain = window.Stemmer;
  window.Stemmer = function () {
    const stemmer = new Plain();
    this.stemWord = (word) => stemmer.stemWord(withoutAccents(word));
  };
}

const wordsOf = (text) => {
  const words = withoutAccents(text).toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.filter((word) => !stopwords.has(word));
};
const shareOf = (asked, own) => {
  const known = new Set(own);
  return asked.filter((word) => known.has(word)).length / (asked.length || 1);
};

var Scorer = {
  score([docname, title, anchor, description, score, filename, kind]) {
    const rank = PAGE_RANKS.find(([pages]) => pages.test(docname))?.[1] ?? 0;
    const asked = wordsOf(new URLSearchParams(location.search).get("q") ?? "");
    const own = wordsOf(`${title} ${pageWords[docname] ?? ""}`);
    const { stemWord } = new Stemmer(); // "state" and "stateful" have the same stem
    const share = shareOf(asked, own) + shareOf(asked.map(stemWord), own.map(stemWord));
    return score + rank + (FOR_WORDS * share) / 2;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
