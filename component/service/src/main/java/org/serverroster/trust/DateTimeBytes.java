package org.serverroster.trust;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.serverroster.stream.Answers;

/** Writes times as XEP-0082 section 3.2 has them: in UTC, to the second. Not thread-safe. */
final class DateTimeBytes {

    private static final int SECONDS_A_DAY = 86_400;
    private static final int LAST_YEAR = 9_999;

    /** As long as every time has four digits for the year. */
    private final byte[] text = "0000-00-00T00:00:00Z".getBytes(StandardCharsets.US_ASCII);

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The same in bytes, which is asked for a million times a second. */
    void add(Instant time, Answers answers) {
        long seconds = time.getEpochSecond();
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
        if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
            answers.add(text(time).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        int second = Math.floorMod(seconds, SECONDS_A_DAY);
        two(0, date.getYear() / 100);
        two(2, date.getYear() % 100);
        two(5, date.getMonthValue());
        two(8, date.getDayOfMonth());
        two(11, second / 3600);
        two(14, second / 60 % 60);
        two(17, second % 60);
        answers.add(text);
    }

    private void two(int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
