/** ISO 3166-1: numbers, by which the geometry knows countries, beside the codes that Footfall stores. */
const TABLE =
  '004AF 008AL 010AQ 012DZ 024AO 031AZ 032AR 036AU 040AT 044BS 050BD 051AM 056BE 064BT 068BO 070BA 072BW 076BR 084BZ 090SB 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 140CF 144LK 148TD 152CL 156CN 158TW 170CO 178CG 180CD 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 214DO 218EC 222SV 226GQ 231ET 232ER 233EE 238FK 242FJ 246FI 250FR 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 300GR 304GL 320GT 324GN 328GY 332HT 340HN 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 440LT 442LU 450MG 454MW 458MY 466ML 478MR 484MX 496MN 498MD 499ME 504MA 508MZ 512OM 516NA 524NP 528NL 540NC 548VU 554NZ 558NI 562NE 566NG 578NO 586PK 591PA 598PG 600PY 604PE 608PH 616PL 620PT 624GW 626TL 630PR 634QA 642RO 643RU 646RW 682SA 686SN 688RS 694SL 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES 728SS 729SD 732EH 740SR 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 780TT 784AE 788TN 792TR 795TM 800UG 804UA 807MK 818EG 826GB 834TZ 840US 854BF 858UY 860UZ 862VE 887YE 894ZM';

const CODES = new Map(TABLE.split(' ').map((pair) => [pair.slice(0, 3), pair.slice(3)]));

/** Kosovo has no number. */
export const codeOf = (number: string | undefined, name: string): string | undefined =>
  number === undefined ? (name === 'Kosovo' ? 'XK' : undefined) : CODES.get(number);

/** Places too small for the geometry: code, longitude, latitude. They are drawn as dots. */
export const SMALL_PLACES: readonly (readonly [string, number, number])[] = [
  ['SG', 103.8, 1.35],
  ['HK', 114.2, 22.3],
  ['MO', 113.55, 22.2],
  ['MT', 14.4, 35.9],
  ['BH', 50.55, 26.05],
  ['MV', 73.5, 4.2],
  ['MU', 57.5, -20.3],
  ['RE', 55.5, -21.1],
  ['SC', 55.45, -4.7],
  ['KM', 43.3, -11.7],
  ['AD', 1.5, 42.5],
  ['MC', 7.4, 43.7],
  ['SM', 12.45, 43.95],
  ['LI', 9.55, 47.15],
  ['GI', -5.35, 36.15],
  ['JE', -2.1, 49.2],
  ['GG', -2.6, 49.45],
  ['IM', -4.5, 54.2],
  ['FO', -6.9, 62],
  ['CV', -23.6, 15.1],
  ['ST', 6.6, 0.2],
  ['BM', -64.75, 32.3],
  ['KY', -81.3, 19.3],
  ['BB', -59.55, 13.2],
  ['LC', -61, 13.9],
  ['VC', -61.2, 13.25],
  ['GD', -61.7, 12.1],
  ['AG', -61.8, 17.1],
  ['KN', -62.75, 17.3],
  ['DM', -61.35, 15.4],
  ['MQ', -61, 14.65],
  ['GP', -61.55, 16.25],
  ['AW', -70, 12.5],
  ['CW', -69, 12.2],
  ['GU', 144.8, 13.45],
  ['WS', -172.1, -13.75],
  ['TO', -175.2, -21.2],
  ['PF', -149.5, -17.65],
];
