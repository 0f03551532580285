/**
 * The time zones of each country by its ISO 3166 letters: facts from the package countries-and-timezones, which follows the
 * IANA database. Zones of a country whose clocks agree stand here once. Written by npm run docs; a test compares the file with
 * the package.
 */
export const COUNTRY_ZONES = `
AC Africa/Abidjan
AD Europe/Andorra
AE Asia/Dubai
AF Asia/Kabul
AG America/Puerto_Rico
AI America/Puerto_Rico
AL Europe/Tirane
AM Asia/Yerevan
AO Africa/Lagos
AR America/Argentina/Buenos_Aires
AS Pacific/Pago_Pago
AT Europe/Vienna
AU Antarctica/Macquarie Asia/Tokyo Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Eucla Australia/Lord_Howe Australia/Perth
AW America/Puerto_Rico
AX Europe/Helsinki
AZ Asia/Baku
BA Europe/Belgrade
BB America/Barbados
BD Asia/Dhaka
BE Europe/Brussels
BF Africa/Abidjan
BG Europe/Sofia
BH Asia/Qatar
BI Africa/Maputo
BJ Africa/Lagos
BM Atlantic/Bermuda
BN Asia/Kuching
BO America/La_Paz
BQ America/Puerto_Rico
BR America/Araguaina America/Boa_Vista America/Eirunepe America/Noronha
BS America/Toronto
BT Asia/Thimphu
BW Africa/Maputo
BY Europe/Minsk
BZ America/Belize
CA America/Cambridge_Bay America/Dawson America/Glace_Bay America/Iqaluit America/Panama America/Puerto_Rico America/Rankin_Inlet America/Regina America/St_Johns America/Vancouver
CC Asia/Yangon
CD Africa/Lagos Africa/Maputo
CF Africa/Lagos
CG Africa/Lagos
CH Europe/Zurich
CI Africa/Abidjan
CK Pacific/Rarotonga
CL America/Coyhaique America/Santiago Pacific/Easter
CM Africa/Lagos
CN Asia/Shanghai Asia/Urumqi
CO America/Bogota
CR America/Costa_Rica
CU America/Havana
CV Atlantic/Cape_Verde
CW America/Puerto_Rico
CX Asia/Bangkok
CY Asia/Famagusta
CZ Europe/Prague
DE Europe/Berlin
DJ Africa/Nairobi
DK Europe/Berlin
DM America/Puerto_Rico
DO America/Santo_Domingo
DZ Africa/Algiers
EC America/Guayaquil Pacific/Galapagos
EE Europe/Tallinn
EG Africa/Cairo
ER Africa/Nairobi
ES Africa/Ceuta Atlantic/Canary
ET Africa/Nairobi
FI Europe/Helsinki
FJ Pacific/Fiji
FK Atlantic/Stanley
FM Pacific/Guadalcanal Pacific/Port_Moresby
FO Atlantic/Faroe
FR Europe/Paris
GA Africa/Lagos
GB Europe/London
GD America/Puerto_Rico
GE Asia/Tbilisi
GF America/Cayenne
GG Europe/London
GH Africa/Abidjan
GI Europe/Gibraltar
GL America/Danmarkshavn America/Nuuk America/Thule
GM Africa/Abidjan
GN Africa/Abidjan
GP America/Puerto_Rico
GQ Africa/Lagos
GR Europe/Athens
GT America/Guatemala
GU Pacific/Guam
GW Africa/Bissau
GY America/Guyana
HK Asia/Hong_Kong
HN America/Tegucigalpa
HR Europe/Belgrade
HT America/Port-au-Prince
HU Europe/Budapest
ID Asia/Jakarta Asia/Jayapura Asia/Makassar
IE Europe/Dublin
IL Asia/Jerusalem
IM Europe/London
IN Asia/Kolkata
IO Indian/Chagos
IQ Asia/Baghdad
IR Asia/Tehran
IS Africa/Abidjan
IT Europe/Rome
JE Europe/London
JM America/Jamaica
JO Asia/Amman
JP Asia/Tokyo
KE Africa/Nairobi
KG Asia/Bishkek
KH Asia/Bangkok
KI Pacific/Kanton Pacific/Kiritimati Pacific/Tarawa
KM Africa/Nairobi
KN America/Puerto_Rico
KP Asia/Pyongyang
KR Asia/Seoul
KW Asia/Riyadh
KY America/Panama
KZ Asia/Almaty
LA Asia/Bangkok
LB Asia/Beirut
LC America/Puerto_Rico
LI Europe/Zurich
LK Asia/Colombo
LR Africa/Monrovia
LS Africa/Johannesburg
LT Europe/Vilnius
LU Europe/Brussels
LV Europe/Riga
LY Africa/Tripoli
MA Africa/Casablanca
MC Europe/Paris
MD Europe/Chisinau
ME Europe/Belgrade
MF America/Puerto_Rico
MG Africa/Nairobi
MH Pacific/Kwajalein
MK Europe/Belgrade
ML Africa/Abidjan
MM Asia/Yangon
MN Asia/Hovd Asia/Ulaanbaatar
MO Asia/Macau
MP Pacific/Guam
MQ America/Martinique
MR Africa/Abidjan
MS America/Puerto_Rico
MT Europe/Malta
MU Indian/Mauritius
MV Indian/Maldives
MW Africa/Maputo
MX America/Bahia_Banderas America/Cancun America/Ciudad_Juarez America/Hermosillo America/Matamoros America/Tijuana
MY Asia/Kuching
MZ Africa/Maputo
NA Africa/Windhoek
NC Pacific/Noumea
NE Africa/Lagos
NF Pacific/Norfolk
NG Africa/Lagos
NI America/Managua
NL Europe/Brussels
NO Europe/Berlin
NP Asia/Kathmandu
NR Pacific/Nauru
NU Pacific/Niue
NZ Pacific/Auckland Pacific/Chatham
OM Asia/Dubai
PA America/Panama
PE America/Lima
PF Pacific/Gambier Pacific/Marquesas Pacific/Tahiti
PG Pacific/Bougainville Pacific/Port_Moresby
PH Asia/Manila
PK Asia/Karachi
PL Europe/Warsaw
PM America/Miquelon
PR America/Puerto_Rico
PS Asia/Gaza
PT Atlantic/Azores Atlantic/Madeira
PW Pacific/Palau
PY America/Asuncion
QA Asia/Qatar
RE Asia/Dubai
RO Europe/Bucharest
RS Europe/Belgrade
RU Asia/Anadyr Asia/Barnaul Asia/Chita Asia/Irkutsk Asia/Magadan Asia/Omsk Asia/Ust-Nera Asia/Yekaterinburg Europe/Astrakhan Europe/Kaliningrad Europe/Kirov
RW Africa/Maputo
SA Asia/Riyadh
SB Pacific/Guadalcanal
SC Asia/Dubai
SD Africa/Khartoum
SE Europe/Berlin
SG Asia/Singapore
SH Africa/Abidjan
SI Europe/Belgrade
SJ Europe/Berlin
SK Europe/Prague
SL Africa/Abidjan
SM Europe/Rome
SN Africa/Abidjan
SO Africa/Nairobi
SR America/Paramaribo
SS Africa/Juba
ST Africa/Sao_Tome
SV America/El_Salvador
SX America/Puerto_Rico
SY Asia/Damascus
SZ Africa/Johannesburg
TC America/Grand_Turk
TD Africa/Ndjamena
TG Africa/Abidjan
TH Asia/Bangkok
TJ Asia/Dushanbe
TK Pacific/Fakaofo
TL Asia/Dili
TM Asia/Ashgabat
TN Africa/Tunis
TO Pacific/Tongatapu
TR Europe/Istanbul
TT America/Puerto_Rico
TV Pacific/Tarawa
TW Asia/Taipei
TZ Africa/Nairobi
UA Europe/Kyiv Europe/Simferopol
UG Africa/Nairobi
US America/Adak America/Anchorage America/Boise America/Chicago America/Detroit America/Los_Angeles America/Phoenix Pacific/Honolulu
UY America/Montevideo
UZ Asia/Samarkand
VA Europe/Rome
VC America/Puerto_Rico
VE America/Caracas
VG America/Puerto_Rico
VI America/Puerto_Rico
VN Asia/Bangkok
VU Pacific/Efate
WF Pacific/Tarawa
WS Pacific/Apia
XK Europe/Belgrade
YE Asia/Riyadh
YT Africa/Nairobi
ZA Africa/Johannesburg
ZM Africa/Maputo
ZW Africa/Maputo
`;
