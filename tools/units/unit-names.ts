/** What a unit measures; only units of one kind convert into each other. */
export type Quantity =
  | 'length'
  | 'area'
  | 'volume'
  | 'mass'
  | 'temperature'
  | 'data'
  | 'speed'
  | 'time'
  | 'pressure'
  | 'energy'
  | 'power'
  | 'angle'

export interface NamedUnit {
  readonly quantity: Quantity
  /** As the units library writes it, additions of ours included. */
  readonly unit: string
  /** What people call it; matched without regard to case unless `symbols`. */
  readonly names: readonly string[]
  /** Matched as they stand, since `mb` and `Mb` are different things. */
  readonly symbols?: readonly string[]
  /** Sizes that no library knows, in a unit that it does: `400/121 m^2`. */
  readonly size?: string
}

const length = (unit: string, names: readonly string[], symbols: readonly string[] = [], size?: string): NamedUnit =>
  named('length', unit, names, symbols, size)

/** Units by the names that people use in English and Japanese. Traditional ones by the Japanese weights and measures act. */
export const UNITS: readonly NamedUnit[] = [
  length('mm', ['millimeter', 'millimetre', 'ミリメートル', 'ミリ'], ['mm']),
  length('cm', ['centimeter', 'centimetre', 'センチメートル', 'センチ'], ['cm']),
  length('m', ['meter', 'metre', 'メートル'], ['m']),
  length('km', ['kilometer', 'kilometre', 'キロメートル', 'キロ'], ['km', 'kms']),
  length('inch', ['inch', 'inches', 'インチ'], ['in']),
  length('ft', ['foot', 'feet', 'フィート'], ['ft']),
  length('yd', ['yard', 'ヤード'], ['yd']),
  length('mi', ['mile', 'マイル'], ['mi']),
  length('nauticalMile', ['nautical mile', '海里'], [], '1852 m'),
  length('shaku', ['shaku', '尺'], [], '10/33 m'),
  length('sun', ['寸'], [], '1/33 m'),
  length('ken', ['間'], [], '20/11 m'),
  length('ri', ['里'], [], '43200/11 m'),
  named(
    'area',
    'm2',
    ['square meter', 'square metre', '平方メートル', '平米', '平方m'],
    ['m2', 'm²', 'm^2', 'sqm', '㎡'],
  ),
  named('area', 'cm^2', ['square centimeter', 'square centimetre', '平方センチメートル', '平方センチ'], ['cm2', 'cm²']),
  named(
    'area',
    'km^2',
    ['square kilometer', 'square kilometre', '平方キロメートル', '平方キロ'],
    ['km2', 'km²', 'km^2'],
  ),
  named('area', 'sqft', ['square foot', 'square feet', '平方フィート'], ['sqft', 'ft2', 'ft²']),
  named('area', 'sqmi', ['square mile', '平方マイル'], ['sqmi']),
  named('area', 'hectare', ['hectare', 'ヘクタール'], ['ha']),
  named('area', 'statuteAcre', ['acre', 'エーカー'], [], '4046.8564224 m^2'),
  named('area', 'tsubo', ['tsubo', '坪'], [], '400/121 m^2'),
  named('area', 'jo', ['tatami', 'tatami mat', '畳', '帖'], [], '1.62 m^2'),
  named('area', 'tan', ['反'], [], '120000/121 m^2'),
  named('volume', 'ml', ['milliliter', 'millilitre', 'ミリリットル'], ['ml', 'mL', 'cc']),
  named('volume', 'dl', ['deciliter', 'decilitre', 'デシリットル'], ['dl', 'dL']),
  named('volume', 'l', ['liter', 'litre', 'リットル'], ['l', 'L']),
  named('volume', 'm^3', ['cubic meter', 'cubic metre', '立方メートル', '立米'], ['m3', 'm³', 'm^3', '㎥']),
  named('volume', 'gallon', ['gallon', 'us gallon', 'ガロン'], ['gal']),
  named('volume', 'quart', ['quart', 'クォート']),
  named('volume', 'pint', ['pint', 'us pint', 'パイント']),
  named('volume', 'fluidounce', ['fluid ounce', '液量オンス'], ['floz', 'fl oz']),
  named('volume', 'cup', ['us cup']),
  named('volume', 'metricTablespoon', ['大さじ'], [], '15 ml'),
  named('volume', 'metricTeaspoon', ['小さじ'], [], '5 ml'),
  named('volume', 'go', ['合'], [], '2401/13310 l'),
  named('volume', 'sho', ['升'], [], '2401/1331 l'),
  named('volume', 'to', ['斗'], [], '24010/1331 l'),
  named('volume', 'koku', ['石'], [], '240100/1331 l'),
  named('mass', 'mg', ['milligram', 'ミリグラム'], ['mg']),
  named('mass', 'g', ['gram', 'グラム'], ['g']),
  named('mass', 'kg', ['kilogram', 'kilo', 'キログラム', 'キロ'], ['kg', 'kgs']),
  named('mass', 'tonne', ['tonne', 'metric ton', 'トン'], ['t']),
  named('mass', 'lbm', ['pound', 'ポンド'], ['lb', 'lbs']),
  named('mass', 'oz', ['ounce', 'オンス'], ['oz']),
  named('mass', 'stone', ['stone'], ['st']),
  named('mass', 'momme', ['匁', 'もんめ'], [], '3.75 g'),
  named('mass', 'kin', ['斤'], [], '600 g'),
  named('mass', 'kan', ['貫'], [], '3.75 kg'),
  named(
    'temperature',
    'degC',
    ['celsius', 'centigrade', 'degree celsius', 'degrees celsius', 'degrees c', 'deg c', '摂氏', 'セ氏'],
    ['°C', '℃', 'C', 'degC'],
  ),
  named(
    'temperature',
    'degF',
    ['fahrenheit', 'degree fahrenheit', 'degrees fahrenheit', 'degrees f', 'deg f', '華氏', 'カ氏'],
    ['°F', '℉', 'F', 'degF'],
  ),
  named('temperature', 'K', ['kelvin', 'ケルビン'], ['K']),
  named('data', 'b', ['bit', 'ビット']),
  named('data', 'B', ['byte', 'バイト'], ['B']),
  named('data', 'kB', ['kilobyte', 'キロバイト'], ['kB', 'KB']),
  named('data', 'MB', ['megabyte', 'メガバイト', 'メガ'], ['MB']),
  named('data', 'GB', ['gigabyte', 'ギガバイト', 'ギガ'], ['GB']),
  named('data', 'TB', ['terabyte', 'テラバイト', 'テラ'], ['TB']),
  named('data', 'PB', ['petabyte', 'ペタバイト'], ['PB']),
  named('data', 'KiB', ['kibibyte', 'キビバイト'], ['KiB']),
  named('data', 'MiB', ['mebibyte', 'メビバイト'], ['MiB']),
  named('data', 'GiB', ['gibibyte', 'ギビバイト'], ['GiB']),
  named('data', 'TiB', ['tebibyte', 'テビバイト'], ['TiB']),
  named('data', 'Mb', ['megabit', 'メガビット'], ['Mb', 'Mbit']),
  named('data', 'Gb', ['gigabit', 'ギガビット'], ['Gb', 'Gbit']),
  named(
    'speed',
    'km/hour',
    ['kilometer per hour', 'kilometers per hour', 'kilometres per hour', '時速キロ'],
    ['km/h', 'kph', 'kmh'],
  ),
  named('speed', 'mi/hour', ['mile per hour', 'miles per hour', '時速マイル'], ['mph', 'mi/h']),
  named('speed', 'm/s', ['meter per second', 'meters per second', 'metres per second', '秒速メートル'], ['m/s']),
  named('speed', 'knotSpeed', ['knot', 'ノット'], ['kn', 'kt'], '463/900 m/s'),
  named('time', 's', ['second', '秒'], ['s', 'sec']),
  named('time', 'minute', ['minute', '分'], ['min']),
  named('time', 'hour', ['hour', '時間'], ['h', 'hr', 'hrs']),
  named('time', 'day', ['day', '日間']),
  named('time', 'week', ['week', '週間']),
  named('pressure', 'hPa', ['hectopascal', 'ヘクトパスカル'], ['hPa']),
  named('pressure', 'kPa', ['kilopascal', 'キロパスカル'], ['kPa']),
  named('pressure', 'Pa', ['pascal', 'パスカル'], ['Pa']),
  named('pressure', 'psi', ['pound per square inch', 'pounds per square inch'], ['psi', 'PSI']),
  named('pressure', 'bar', ['bar', 'バール']),
  named('pressure', 'atm', ['atmosphere', '気圧'], ['atm']),
  named('energy', 'J', ['joule', 'ジュール'], ['J']),
  named('energy', 'kJ', ['kilojoule', 'キロジュール'], ['kJ']),
  named('energy', 'thermochemicalCalorie', ['calorie', 'カロリー'], ['cal'], '4.184 J'),
  named('energy', 'thermochemicalKilocalorie', ['kilocalorie', 'キロカロリー'], ['kcal'], '4184 J'),
  named('energy', 'Wh', ['watt hour', 'ワット時'], ['Wh']),
  named('energy', 'kWh', ['kilowatt hour', 'キロワット時'], ['kWh']),
  named('energy', 'BTU', [], ['BTU']),
  named('power', 'W', ['watt', 'ワット'], ['W']),
  named('power', 'kW', ['kilowatt', 'キロワット'], ['kW']),
  named('power', 'hp', ['horsepower', '馬力'], ['hp']),
  named('angle', 'deg', ['degree', 'degrees'], ['deg']),
  named('angle', 'rad', ['radian', 'ラジアン'], ['rad']),
]

function named(
  quantity: Quantity,
  unit: string,
  names: readonly string[],
  symbols: readonly string[] = [],
  size?: string,
): NamedUnit {
  return { quantity, unit, names, symbols, ...(size === undefined ? {} : { size }) }
}
