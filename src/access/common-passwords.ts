/**
 * What people choose most: a password that is one of these, with any digits and signs around it, is refused. Lower case;
 * «ё» as «е».
 */
const WORDS = `
password passw0rd pass parol gfhjkm пароль qwerty qwertyuiop qwert qwer qazwsx qazwsxedc zxcvbn zxcvbnm asdfgh asdfghjkl
asdf zxcv qweasd qweasdzxc qazxsw wasd йцукен йцукенгшщзхъ йцуке фывапр фывапролджэ фыва ячсмить ячсмитьбю йфяцыч йцуфыв
admin administrator root user guest test login welcome letmein master hello secret access
админ админка тест логин привет любовь люблю солнце солнышко зайка котик кошка собака малыш мама папа мамапапа семья
родители ребенок дети школа школы учитель ученик класс дневник журнал директор вестник россия москва крым зима весна лето осень
school teacher diary vestnik shkola dnevnik journal uchitel class student rossiya russia moscow moskva krym crimea
marina nastya natasha anna olga irina elena svetlana tatiana tatyana katya masha dasha sasha dima andrey sergey aleksandr
alexander maxim maksim nikita vladimir dmitriy ivan igor roman pavel artem denis yulia julia ekaterina victoria viktoria
марина настя наташа анна ольга ирина елена светлана татьяна катя маша даша саша дима андрей сергей александр максим никита
владимир дмитрий иван игорь роман павел артем денис юлия екатерина виктория кристина полина софия мария
iloveyou love lovely sunshine princess prince angel dragon monkey football soccer hockey baseball basketball superman
batman spiderman pokemon starwars samsung apple iphone google yandex telegram internet computer windows linux android
zenit spartak cska dinamo lokomotiv barcelona chelsea arsenal juventus spartan zaq zaqwsx qaz wsx edc abc abcd abcde abcdef
abcdefg abcdefgh abcabc aaa aaaa aaaaaa aaaaaaaa абв абвг абвгд абвгде trustno shadow michael jordan jennifer hunter killer
ginger pepper summer winter autumn spring freedom whatever hottie flower mustang ninja azerty solnce solnyshko
lubov lyubov zvezda privet koshka sobaka kotik zaika malysh malish mama papa mamapapa semya druzhba druzhok pobeda
победа звезда дружба родина мир свобода удача счастье
`;
const COMMON = new Set(WORDS.trim().split(/\s+/));

/** Whether a password is a common one, plain, doubled or with digits and signs around it. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLocaleLowerCase('ru').replaceAll('ё', 'е');
  const letters = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const halves =
    letters.length % 2 === 0 ? [letters.slice(0, letters.length / 2), letters.slice(letters.length / 2)] : [];
  return COMMON.has(letters) || (halves[0] === halves[1] && COMMON.has(halves[0] ?? ''));
}
