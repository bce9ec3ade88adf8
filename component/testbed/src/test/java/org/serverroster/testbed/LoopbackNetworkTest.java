package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackNetworkTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("A domain keeps its loopback address, and no other domain or network gets it")
    void addressesAreClaimed() {
        try (LoopbackNetwork one = LoopbackNetwork.open(folder.resolve("one"));
                LoopbackNetwork other = LoopbackNetwork.open(folder.resolve("other"))) {
            InetAddress montague = one.address("montague.lit");
            assertThat(montague.isLoopbackAddress()).isTrue();
            assertThat(one.address("montague.lit")).isEqualTo(montague);
            assertThat(one.address("capulet.lit")).isNotEqualTo(montague);
            assertThat(other.address("montague.lit")).isNotEqualTo(montague);
        }
    }

    @Test
    @DisplayName("The hosts file has every name, an internationalised one by its A-labels")
    void namesAreWritten() throws IOException {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder)) {
            InetAddress address = network.address("montague.lit");
            network.name("büddies.montague.lit", address);
            assertThat(Files.readAllLines(network.hostsFile()))
                    .containsExactly(
                            address.getHostAddress() + " montague.lit",
                            address.getHostAddress() + " xn--bddies-3ya.montague.lit");
            assertThatThrownBy(() -> network.name("montague.lit", InetAddress.getLoopbackAddress()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("A port is given once")
    void portsAreGivenOnce() {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder)) {
            InetAddress address = network.address("montague.lit");
            assertThat(network.port(address, 5347)).isNotEqualTo(network.port(address, 5347));
        }
    }
}
