package org.serverroster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 8259, and what a terminal shows of it. */
class JsonTest {

    @Test
    @DisplayName("Objects and lists stand on one line; the objects of a list each on its own")
    void layout() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", "x");
        members.put("a", List.of(1, 2L, true));
        members.put("none", Optional.empty());
        members.put("one", Optional.of("y"));
        members.put("list", List.of(Map.of("k", 1), Map.of("k", List.of(Map.of("l", List.of())))));

        assertThat(Json.of(members)).isEqualTo("""
                        {"b": "x", "a": [1, 2, true], "none": null, "one": "y", "list": [
                          {"k": 1},
                          {"k": [
                            {"l": []}
                          ]}
                        ]}""");
        assertThat(Json.of(Arrays.asList(null, "z"))).isEqualTo("[null, \"z\"]");
    }

    @Test
    @DisplayName("Nothing that a terminal would act on, and nothing that a locale could spoil, is written as it is")
    void escapes() {
        assertThat(Json.of("a\"\\\n\u001b[2J\u202eü😀\u007f"))
                .isEqualTo("\"a\\\"\\\\\\u000a\\u001b[2J\\u202e\\u00fc\\ud83d\\ude00\\u007f\"");
    }

    @Test
    @DisplayName("What is no JSON is refused")
    void others() {
        assertThatThrownBy(() -> Json.of(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    @Label("Another's parser reads back every text")
    void roundTrip(@ForAll String key, @ForAll String value) {
        String json = Json.of(Map.of("k" + key, List.of(value)));

        assertThat(ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                        .root()
                        .unwrapped())
                .isEqualTo(Map.of("k" + key, List.of(value)));
    }
}
