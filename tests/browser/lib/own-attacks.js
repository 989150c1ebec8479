// Strings of our own that try to become something else.

/** Breaks out of every context that a page or a file of data has, and calls `hacked`. */
export const own = [
  '<script>hacked()</script>', '"><script>hacked()</script>', '</script><script>hacked()</script>', '<SCRIPT>hacked()</SCRIPT>',
  '<img src=x onerror=hacked()>', '"><img src=x onerror=hacked()>', "'><img src=x onerror=hacked()>", '<svg/onload=hacked()>',
  '<svg><animate onbegin=hacked() attributeName=x></svg>', '<math><mtext></mtext><mglyph><style><img src onerror=hacked()>',
  '" onmouseover="hacked()', "' onfocus='hacked()' autofocus='", '" style="position:fixed;inset:0" x="', '`-hacked()-`',
  '<iframe srcdoc="<script>parent.hacked()</script>">', '<object data="javascript:hacked()">', '<embed src="javascript:hacked()">',
  '<base href="//attack.invalid/">', '<meta http-equiv="refresh" content="0;url=javascript:hacked()">', '<link rel=stylesheet href=//attack.invalid>',
  '<style>*{display:none}</style>', '<form action="javascript:hacked()"><button>x', '<a href="javascript:hacked()">x</a>', '<details open ontoggle=hacked()>',
  '</title><script>hacked()</script>', '</textarea><script>hacked()</script>', '</style><script>hacked()</script>', '</template><script>hacked()</script>',
  '--><script>hacked()</script><!--', ']]><script>hacked()</script>', '<![CDATA[<script>hacked()</script>]]>', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]>&y;',
  '&lt;script&gt;hacked()&lt;/script&gt;', '&#60;script&#62;hacked()&#60;/script&#62;', '&lt;img src=x onerror=hacked()&gt;', '&quot; onerror=hacked() &quot;',
  'javascript:hacked()', 'JaVaScRiPt:hacked()', '[a](javascript:hacked())', '[a](JAVASCRIPT&colon;hacked())', '[a](java&#115;cript:hacked())', '[a](java&Tab;script:hacked())',
  '[a](&#1;javascript:hacked())', '[a](%6aavascript:hacked())', '[a](vbscript:hacked())', '[a](data:text/html,<script>hacked()</script>)', '[a](data:text/html;base64,PHNjcmlwdD4=)',
  '<javascript:hacked()>', '![a](javascript:hacked())', '![a](data:image/svg+xml,<svg/onload=hacked()>)', '![" onerror="hacked()](x.png "y\\" onerror=\\"hacked()")', '[a](javascript:hacked() "t")',
  '{{ hacked() }}', '{% include "x" %}', '{{ "</script>" | safe }}', '{# x #}', '${hacked()}', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  '\u202e\u2066evil\u2069', '\u2028hacked()\u2029', '\ufeff<script>hacked()</script>', '＜script＞hacked()＜/script＞', 'a\u0000b\u0001c\u001b[31md\u009b', '==<b onclick=hacked()>x</b>==',
];
