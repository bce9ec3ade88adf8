package org.serverroster.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.ServerKind;

/** All scenarios with two administrators at one server of the kind given, which starts once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Commanding implements BadInputScenarios, SessionScenarios, ChatScenarios, NoticeScenarios {

    private static final int PEERS = 12;
    private static final String NURSE = "nurse";
    private static final String PASSWORD = "Angelica 1597";

    private final ServerKind kind;
    private final List<RawPeer> attached = new ArrayList<>();
    private int used;
    private OneServer world;
    private AdminClient nurse;

    Commanding(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.create(
                kind,
                folder,
                IntStream.range(0, PEERS).mapToObj(Commanding::peer).toArray(String[]::new));
        Side side = world.montague();
        side.server().start();
        side.createAdmin();
        side.server().addUser(NURSE, PASSWORD);
        startService();
        side.login();
        nurse = AdminClient.connect(side.server(), NURSE, PASSWORD, "ward");
        side.awaitReady();
    }

    private void startService() {
        side().startService(side().configuration(OneServer.SECRET)
                .replace("admins = [", "admins = [\"%s@montague.lit\", ".formatted(NURSE)));
    }

    @Override
    public void restartService() {
        side().stopService();
        startService();
        side().awaitReady();
    }

    private static String peer(int number) {
        return "p%02d.montague.lit".formatted(number);
    }

    @AfterAll
    void stop() {
        if (nurse != null) {
            nurse.close();
        }
        if (world != null) {
            world.close();
            world.montague().assertNothingWentWrong();
        }
    }

    @BeforeEach
    void forgetWhatWasTold() {
        nurse.received().clear();
        side().admin().received().clear();
    }

    @AfterEach
    void detachPeers() {
        attached.forEach(RawPeer::close);
        attached.clear();
    }

    @Override
    public Side side() {
        return world.montague();
    }

    @Override
    public AdminClient nurse() {
        return nurse;
    }

    @Override
    public RawPeer freshPeer() {
        RawPeer peer = RawPeer.attach(side(), peer(used++));
        attached.add(peer);
        return peer;
    }
}
