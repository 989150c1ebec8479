export default function () {
  return { dir: { input: 'content', includes: '../layouts' }, markdownTemplateEngine: false };
}
