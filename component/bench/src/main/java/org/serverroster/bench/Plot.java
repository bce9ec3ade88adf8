package org.serverroster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.serverroster.bench.GrowthRow.Point;

/** The growth as three small drawings beside each other, in SVG that needs nothing else. Stateless. */
final class Plot {

    private static final int WIDTH = 260;
    private static final int HEIGHT = 180;
    private static final int LEFT = 64;
    private static final int TOP = 36;
    private static final int STEP = WIDTH + LEFT + 24;

    private Plot() {}

    static void write(Path file, List<Point> points) throws IOException {
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="11" fill="#333">
                <rect width="100%%" height="100%%" fill="#fff"/>
                """.formatted(3 * STEP + 8, TOP + HEIGHT + 44));
        chart(svg, 0, "questions a second", points, Point::questions, false);
        chart(svg, 1, "changes a second", points, Point::changes, false);
        chart(svg, 2, "heap, MB (both scales logarithmic)", points, point -> point.heap() / (1 << 20), true);
        Files.writeString(file, svg.append("</svg>\n"));
    }

    /** Items go from left to right, by powers of ten. */
    private static void chart(
            StringBuilder svg,
            int column,
            String title,
            List<Point> points,
            ToDoubleFunction<Point> value,
            boolean logarithmic) {
        double most = points.stream().mapToDouble(value).max().orElseThrow() * 1.2;
        double first = Math.log10(points.get(0).items());
        double decades = Math.log10(points.get(points.size() - 1).items()) - first;
        svg.append(text(LEFT, TOP - 14, "start", title, column));
        for (int i = 0; i <= 4; i++) {
            double share = i / 4.0;
            double y = TOP + HEIGHT - share * HEIGHT;
            double label = logarithmic ? Math.pow(most, share) : share * most;
            svg.append(format(
                    "<line x1=\"%.0f\" y1=\"%.1f\" x2=\"%.0f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    x(column, 0), y, x(column, 1), y));
            svg.append(text(LEFT - 6, y + 4, "end", Figure.plain(Math.rint(label)), column));
        }
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = x(column, decades == 0 ? 0 : (Math.log10(point.items()) - first) / decades);
            double of = value.applyAsDouble(point);
            double share = logarithmic ? Math.log(Math.max(1, of)) / Math.log(most) : of / most;
            double y = TOP + HEIGHT - share * HEIGHT;
            line.append(format("%.1f,%.1f ", x, y));
            svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#246\"/>%n", x, y));
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x, TOP + HEIGHT + 16, inShort(point.items())));
        }
        svg.append(format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"#246\"/>%n",
                line.toString().strip()));
        svg.append(format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">items</text>%n", x(column, 0.5), TOP + HEIGHT + 34));
    }

    private static double x(int column, double share) {
        return column * STEP + LEFT + share * WIDTH;
    }

    private static String text(double x, double y, String anchor, String words, int column) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", column * STEP + x, y, anchor, words);
    }

    private static String inShort(int items) {
        return items >= 1_000_000 ? items / 1_000_000 + " M" : items >= 1_000 ? items / 1_000 + " k" : "" + items;
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template.replace("%n", "\n"), values);
    }
}
