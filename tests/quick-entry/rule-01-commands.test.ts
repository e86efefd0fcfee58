import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { absences, marks } from './gymnasium.ts';

const ALGEBRA = '8Г | Алгебра | 2026-10-05';
const NEXT = '8Г | Алгебра | 2026-10-07';

describe('rule 1: command words, any case, with or without a stroke', () => {
  checkCases('u1', '2026-10-05T09:00', [
    ['дз 8Г алг § 5', [`homework | ${NEXT} | § 5`]],
    ['ДЗ 8Г алг § 5', [`homework | ${NEXT} | § 5`]],
    ['/дз 8Г алг § 5', [`homework | ${NEXT} | § 5`]],
    ['Д/З 8г алг: § 5', [`homework | ${NEXT} | § 5`]],
    ['/д/з 8г алг § 5', [`homework | ${NEXT} | § 5`]],
    ['Домашка 8Г алг - § 5', [`homework | ${NEXT} | § 5`]],
    ['Домашнее Задание 8Г алг. § 5', [`homework | ${NEXT} | § 5`]],
    ['8Г алг дз § 5', [`homework | ${NEXT} | § 5`]],
    ['алг дз 8Г § 5', [`homework | ${NEXT} | § 5`]],
    ['оценки 8Г алг Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['ОТМЕТКИ: 8Г алг Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['8Г алг отметки Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['/оценки Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['н 8Г алг Ветров', absences(ALGEBRA, 'g05 Н')],
    ['/н 8Г алг Ветров', absences(ALGEBRA, 'g05 Н')],
    ['H 8Г алг Ветров', absences(ALGEBRA, 'g05 Н')],
    ['нет Ветрова', absences(ALGEBRA, 'g05 Н')],
    ['HET Ветрова', absences(ALGEBRA, 'g05 Н')],
    ['Отсутствует Ветров', absences(ALGEBRA, 'g05 Н')],
    ['отсутствуют Ветров и Хегай', absences(ALGEBRA, 'g05 Н', 'g22 Н')],
    ['не было: Ветрова, Хегая', absences(ALGEBRA, 'g05 Н', 'g22 Н')],
    ['нб Ветров Хегай', absences(ALGEBRA, 'g05 Н', 'g22 Н')],
    ['тема 8Г алг Дроби', [`topic | ${ALGEBRA} | Дроби`]],
    ['Тема: Дроби', [`topic | ${ALGEBRA} | Дроби`]],
    ['TEMA Дроби', [`topic | ${ALGEBRA} | Дроби`]],
    ['TЕМА Дроби', [`topic | ${ALGEBRA} | Дроби`]],
    ['родителям 8Г: собрание', ['message | 8Г | собрание']],
    ['сообщение 8Г собрание', ['message | 8Г | собрание']],
    ['Сообщение родителям 8Г собрание', ['message | 8Г | собрание']],
    ['сообщение для родителей 8Г собрание', ['message | 8Г | собрание']],
  ]);
  checkCases('u1', '2026-12-25T09:00', [
    ['итог 8Г алг Ветров 5', ['periodMark | 8Г | Алгебра | 1 полугодие | g05 | 5']],
    ['Итоги: 8Г алг Ветров 5', ['periodMark | 8Г | Алгебра | 1 полугодие | g05 | 5']],
    ['полугодие 8Г алг Ветров 5', ['periodMark | 8Г | Алгебра | 1 полугодие | g05 | 5']],
    ['8Г алг за полугодие Ветров 5', ['periodMark | 8Г | Алгебра | 1 полугодие | g05 | 5']],
    ['год 8Г алг Ветров 5', ['periodMark | 8Г | Алгебра | год | g05 | 5']],
    ['8Г алг за год Ветров 5', ['periodMark | 8Г | Алгебра | год | g05 | 5']],
    // a school of half-years has no quarter
    ['четверть 8Г алг Ветров 5', 'unreadable'],
    ['за четверть 8Г алг Ветров 5', 'unreadable'],
  ]);
});
