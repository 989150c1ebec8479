// Words that nearly every text has: they are looked for like others, but not marked beside words that tell more.
(() => {
  "use strict";

  const { tokens } = postilSearch;

  const LISTS = {
    ar: "في من على إلى عن أن إن لا ما هذا هذه ذلك التي الذي هو هي مع كان كانت قد لم لن أو ثم كل بعد قبل عند بين حتى لكن و ف",
    da: "og i at det er en til af på de med for ikke den der har jeg du han hun vi som et om men var sig så kan vil",
    de: "der die das den dem des ein eine einer eines einem einen und oder aber ist sind war waren sein wird werden hat haben hatte " +
      "ich du er sie es wir ihr in im an am auf aus bei mit nach von vom zu zum zur für über um durch nicht auch nur noch so wie als " +
      "dass wenn dann da was wer man sich mich mir dir ihn ihm uns",
    en: "a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is it its me my " +
      "no not of on or our she so than that the their them then there these they this those to was we were what when where which who " +
      "why will with would you your",
    es: "a al algo como con de del el ella ellos en era es esta este esto fue ha han hay la las le les lo los más me mi muy no nos o para " +
      "pero por que se si sin sobre son su sus también te tu un una uno unos y ya yo",
    fr: "à au aux avec ce ces cette dans de des du elle elles en est et il ils je la le les leur leurs lui ma mais me mes moi mon ne nos " +
      "notre nous on ou où par pas pour qu que qui sa se ses son sont sur ta te tes toi ton tu un une vos votre vous y été être avoir ai as a ont",
    he: "של את על עם אל לא זה זו הוא היא הם אני אתה אנחנו כי אם גם או אבל מה מי יש אין היה כל רק עוד",
    it: "a ad al alla anche c che chi ci come con da dal del della delle dei di e è ed gli ha hanno ho i il in io la le lei li lo lui ma mi " +
      "ne nel nella no noi non o per più quando questa questo se si sono su sul un una uno voi",
    ja: "の に は を た が で て と し れ さ ある いる も する から な こと として い や など なっ ない この ため その あっ よう また もの という です ます",
    nl: "de het een en van in is op te dat die voor met niet zijn er aan om ook als maar bij door dan ze je ik hij we was naar uit nog wel of heeft",
    no: "og i det på som er en til å han av for med at var de ikke den har jeg om et men så seg hun nå kan vi du",
    pt: "a ao aos as até com como da das de do dos e é ela ele em era essa esse esta este eu foi há isso isto já mais mas me muito na não nas " +
      "no nos o os ou para pela pelo por que se sem ser seu sua são também te tem um uma você",
    ru: "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня о из ему для мы их был это",
    sv: "och i att det som en på är av för med den till inte har de om ett men var sig så vi jag du han hon kan ska nu",
    zh: "的 了 是 在 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 他 她 们 我们 你们 他们 这个 那个 什么",
  };

  let stops = new Set();

  /** Learns the languages of a site's pages. */
  function learnStops(languages) {
    const lists = [...new Set(languages.map((tag) => tag.split("-")[0]))].map((language) => LISTS[language] ?? "");
    stops = new Set(lists.join(" ").split(" ").filter(Boolean).map((word) => tokens(word)[0]?.text));
  }

  const isStop = ({ text }) => stops.has(text);

  Object.assign(postilSearch, { learnStops, isStop });
})();
