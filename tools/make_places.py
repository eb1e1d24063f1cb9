"""Writes data/authorities/places.ttl: countries, areas and regions of the UN M49 standard in six languages.

    uv run --group authorities python tools/make_places.py

Names and codes come from the taxonomy inside hdx-python-country; usual short forms and the
names of regions stand below.
"""

from __future__ import annotations

import csv
import importlib.metadata
import sys
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).parent))

from authority_turtle import Record, text, write

__all__ = ["places", "turtle"]

TARGET = Path(__file__).parents[1] / "data" / "authorities" / "places.ttl"
_TABLE = "Countries & Territories Taxonomy MVP - C&T Taxonomy.csv"
_GEO = "http://metadata.un.org/sdg/codes/geoArea/"
_LANGUAGES = {
    "en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "zh": "Chinese", "ar": "Arabic",
}  # fmt: skip

#: Usual other names by ISO 3166 alpha-3 code: "language: name; name".
_SHORT = """
ARE zh: 阿联酋 | en: UAE  | ru: ОАЭ
ATG en: Antigua & Barbuda
BHS en: The Bahamas
BIH zh: 波黑; 波斯尼亚-黑塞哥维那 | en: Bosnia-Herzegovina; Bosnia & Herzegovina
BOL zh: 玻利维亚; 玻利维亚多民族国; 玻利维亚（多民族国） | en: Bolivia; Plurinational State of Bolivia | fr: Bolivie | ru: Боливия | ar: بوليفيا
BRN zh: 文莱 | en: Brunei | es: Brunei | ru: Бруней
CAF en: CAR | fr: Centrafrique
CHN zh: 中华人民共和国 | en: People's Republic of China; PRC
CIV zh: 象牙海岸 | en: Cote d'Ivoire; Ivory Coast
COD zh: 刚果（金）; 民主刚果 | en: DRC; DR Congo; Congo-Kinshasa | fr: RDC
COG zh: 刚果共和国; 刚果（布） | en: Republic of the Congo; Congo-Brazzaville
CPV en: Cape Verde | fr: Cap-Vert
CZE zh: 捷克共和国 | en: Czech Republic | es: República Checa
DEU zh: 德意志联邦共和国 | en: Federal Republic of Germany
FSM zh: 密克罗尼西亚（联邦） | en: Federated States of Micronesia
FLK en: Falkland Islands (Malvinas)
GBR zh: 联合王国; 英国; 大不列颠 | en: United Kingdom; UK; Great Britain | fr: Royaume-Uni | es: Reino Unido | ru: Соединенное Королевство | ar: المملكة المتحدة
GMB en: The Gambia
GNB en: Guinea Bissau
HKG zh: 香港; 香港特别行政区; 中国香港 | en: Hong Kong; Hong Kong SAR; Hong Kong, China
IRN zh: 伊朗; 伊朗（伊斯兰共和国） | en: Iran; Islamic Republic of Iran | es: Irán | ru: Иран | ar: إيران
KGZ zh: 吉尔吉斯; 吉尔吉斯共和国 | en: Kyrgyz Republic
KOR zh: 韩国 | en: South Korea; ROK | es: Corea del Sur
LAO zh: 老挝 | en: Laos; Lao PDR | fr: Laos | ru: Лаос
LBY zh: 利比亚国 | en: State of Libya
MAC zh: 澳门; 澳门特别行政区; 中国澳门 | en: Macau; Macao SAR; Macao, China
MDA zh: 摩尔多瓦 | en: Moldova | fr: Moldavie
MKD zh: 前南斯拉夫的马其顿共和国 | en: the former Yugoslav Republic of Macedonia
MMR en: Burma
MRT zh: 毛里塔尼亚伊斯兰共和国
MNG zh: 蒙古国
NLD zh: 荷兰; 尼德兰 | en: Netherlands; the Netherlands; Kingdom of the Netherlands | fr: Pays-Bas | es: Países Bajos | ru: Нидерланды | ar: هولندا
NRU en: Nauru
PRK zh: 朝鲜 | en: North Korea; DPRK
PSE zh: 巴勒斯坦; 巴勒斯坦被占领土; 被占巴勒斯坦领土 | en: Palestine; Occupied Palestinian Territory; OPT; Palestinian territories | fr: Palestine | es: Palestina | ru: Палестина | ar: فلسطين
RUS zh: 俄罗斯; 俄国 | en: Russia | fr: Russie | es: Rusia | ru: Россия | ar: روسيا
SAU zh: 沙特; 沙特阿拉伯王国 | en: Kingdom of Saudi Arabia; KSA
STP en: São Tomé and Príncipe
SVK zh: 斯洛伐克共和国 | en: Slovak Republic
SWZ zh: 埃斯瓦蒂尼 | en: Swaziland
SYR zh: 叙利亚 | en: Syria | fr: Syrie | es: Siria | ru: Сирия | ar: سوريا
THA zh: 泰王国
TLS en: East Timor
TTO zh: 特立尼达多巴哥 | en: Trinidad & Tobago
TUR zh: 土耳其共和国 | en: Turkey | fr: Turquie | es: Turquía | ru: Турция
TZA zh: 坦桑尼亚 | en: Tanzania | fr: Tanzanie | es: Tanzanía | ru: Танзания | ar: تنزانيا
USA zh: 美国 | en: United States; USA; U.S.A.; US; U.S. | fr: États-Unis; Etats-Unis | es: Estados Unidos | ru: США; Соединенные Штаты | ar: الولايات المتحدة
VAT zh: 教廷; 梵蒂冈; 梵蒂冈城国 | en: Vatican; Vatican City
VEN zh: 委内瑞拉; 委内瑞拉（玻利瓦尔共和国） | en: Venezuela; Bolivarian Republic of Venezuela | ru: Венесуэла | ar: فنزويلا
VNM en: Vietnam; Socialist Republic of Viet Nam
ZAF zh: 南非共和国 | en: Republic of South Africa
"""

#: M49 regions: code, then names in zh, en, fr, es, ru, ar; other names after "/".
_REGIONS = """
002 非洲/非洲大陆/非洲区域/非洲地区 | Africa/African region/African continent | Afrique | África | Африка | أفريقيا
005 南美洲/南美 | South America | Amérique du Sud | América del Sur | Южная Америка | أمريكا الجنوبية
009 大洋洲 | Oceania | Océanie | Oceanía | Океания | أوقيانوسيا
011 西非/西部非洲 | Western Africa/West Africa | Afrique de l’Ouest/Afrique occidentale | África Occidental | Западная Африка | غرب أفريقيا
013 中美洲 | Central America | Amérique centrale | América Central/Centroamérica | Центральная Америка | أمريكا الوسطى
014 东非/东部非洲 | Eastern Africa/East Africa | Afrique de l’Est/Afrique orientale | África Oriental | Восточная Африка | شرق أفريقيا
015 北非/北部非洲 | Northern Africa/North Africa | Afrique du Nord/Afrique septentrionale | África septentrional/África del Norte | Северная Африка | شمال أفريقيا
017 中部非洲 | Middle Africa/Central Africa | Afrique centrale | África Central | Центральная Африка | وسط أفريقيا
018 南部非洲 | Southern Africa | Afrique australe | África meridional/África Austral | Южная часть Африки/юг Африки | الجنوب الأفريقي
019 美洲 | Americas/the Americas | Amériques | Américas | Американский континент | الأمريكتان
021 北美洲/北美 | Northern America/North America | Amérique septentrionale/Amérique du Nord | América septentrional/América del Norte | Северная Америка | أمريكا الشمالية
029 加勒比/加勒比区域/加勒比地区 | Caribbean/the Caribbean | Caraïbes | Caribe | Карибский бассейн/Карибский регион | منطقة البحر الكاريبي
030 东亚 | Eastern Asia/East Asia | Asie de l’Est/Asie orientale | Asia Oriental | Восточная Азия | شرق آسيا
034 南亚 | Southern Asia/South Asia | Asie du Sud/Asie méridionale | Asia meridional/Asia del Sur | Южная Азия | جنوب آسيا
035 东南亚 | South-eastern Asia/South-East Asia/Southeast Asia | Asie du Sud-Est | Asia sudoriental | Юго-Восточная Азия | جنوب شرق آسيا
039 南欧 | Southern Europe | Europe du Sud/Europe méridionale | Europa meridional | Южная Европа | جنوب أوروبا
053 澳大利亚和新西兰 | Australia and New Zealand | Australie et Nouvelle-Zélande | Australia y Nueva Zelandia | Австралия и Новая Зеландия | أستراليا ونيوزيلندا
054 美拉尼西亚 | Melanesia | Mélanésie | Melanesia | Меланезия | ميلانيزيا
057 密克罗尼西亚 | Micronesia | Micronésie | Micronesia | Микронезия | ميكرونيزيا
061 波利尼西亚 | Polynesia | Polynésie | Polinesia | Полинезия | بولينيزيا
142 亚洲 | Asia | Asie | Asia | Азия | آسيا
143 中亚 | Central Asia | Asie centrale | Asia central | Центральная Азия | آسيا الوسطى
145 西亚 | Western Asia/West Asia | Asie occidentale/Asie de l’Ouest | Asia occidental | Западная Азия | غرب آسيا
150 欧洲 | Europe | Europe | Europa | Европа | أوروبا
151 东欧 | Eastern Europe | Europe orientale/Europe de l’Est | Europa oriental | Восточная Европа | أوروبا الشرقية
154 北欧 | Northern Europe | Europe septentrionale/Europe du Nord | Europa septentrional | Северная Европа | شمال أوروبا
155 西欧 | Western Europe | Europe occidentale/Europe de l’Ouest | Europa occidental | Западная Европа | غرب أوروبا
202 撒哈拉以南非洲/撒南非洲 | Sub-Saharan Africa | Afrique subsaharienne | África subsahariana | Африка к югу от Сахары | أفريقيا جنوب الصحراء الكبرى
419 拉丁美洲和加勒比/拉丁美洲及加勒比/拉丁美洲和加勒比地区/拉丁美洲和加勒比区域/拉丁美洲及加勒比地区/拉丁美洲和加勒比海/拉美和加勒比/拉加地区/拉加区域 | Latin America and the Caribbean/Latin America & the Caribbean | Amérique latine et Caraïbes/Amérique latine et les Caraïbes | América Latina y el Caribe | Латинская Америка и Карибский бассейн | أمريكا اللاتينية ومنطقة البحر الكاريبي
"""


def _table() -> list[dict[str, str]]:
    files = importlib.metadata.files("hdx-python-country") or []
    path = next(file for file in files if file.name == _TABLE).locate()
    with open(str(path), encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _short() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _SHORT.strip().splitlines():
        code, _, rest = line.partition(" ")
        for group in rest.split(" | "):
            language, _, names = group.strip().partition(": ")
            found.setdefault(code, []).extend((name.strip(), language) for name in names.split(";"))
    return found


def _forms(name: str) -> set[str]:
    """A name with its apostrophe and brackets in every usual form."""
    straight = name.replace("’", "'")
    forms = {name, straight, straight.replace("'", "’")}
    return forms | {form.replace("（", "(").replace("）", ")") for form in forms}


def _countries() -> list[Record]:
    short = _short()
    records = []
    for row in _table():
        number, alpha3 = row["m49 numerical code"], row["ISO 3166-1 Alpha 3-Codes"]
        if not number or not alpha3 or not row["M49 Chinese"] or row["Deprecated"] == "Y":
            continue
        record = Record(_GEO + number.zfill(3), "Country", code=alpha3.lower())
        for language, word in _LANGUAGES.items():
            label = " ".join(
                (row[f"{word} Short"] or row[f"M49 {word}"]).replace("تيمور- ", "تيمور-").split()
            )
            record.labels[language] = label
            for other in _forms(label) | _forms(" ".join(row[f"M49 {word}"].split())):
                record.names.append((other, language))
        formal = row["English Formal"].removeprefix("the ").strip()
        if formal:
            record.names.extend((form, "en") for form in _forms(formal))
        record.names.extend(short.get(alpha3, ()))
        records.append(record)
    return records


def _regions() -> list[Record]:
    records = []
    for line in _REGIONS.strip().splitlines():
        code, _, rest = line.partition(" ")
        record = Record(_GEO + code, "Region")
        for language, names in zip(("zh", "en", "fr", "es", "ru", "ar"), rest.split(" | "), strict=True):
            first, *others = names.strip().split("/")
            record.labels[language] = first
            record.names.extend((name, language) for other in others for name in _forms(other))
        records.append(record)
    return records


def places() -> list[Record]:
    """Every country, area and region of M49 that has names in six languages."""
    return [*_countries(), *_regions()]


def turtle() -> str:
    """The text of ``data/authorities/places.ttl``."""
    turtle_text: str = text(places())
    return turtle_text


if __name__ == "__main__":
    write(TARGET, places())
