package org.serverroster.cli;

import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The administrators' part of the command line. Has no state. */
public final class AdminCommands {

    private AdminCommands() {}

    /** Adds the commands to the program's. None is begun before it is executed. */
    public static void addTo(CommandLine program, Shell shell) {
        // Not a method reference: one would load the class, and Smack with it, when it is made.
        Session.Opener opener = target -> SmackSession.open(target);
        List.of(
                        new ListSubcommands.Roster(shell, opener),
                        new ListSubcommands.Pending(shell, opener),
                        new PeerSubcommands.Subscribe(shell, opener),
                        new PeerSubcommands.Approve(shell, opener),
                        new PeerSubcommands.Deny(shell, opener),
                        new PeerSubcommands.Unsubscribe(shell, opener),
                        new PeerSubcommands.Block(shell, opener),
                        new PeerSubcommands.Unblock(shell, opener),
                        new RemoveSubcommand(shell, opener),
                        new EditSubcommand(shell, opener),
                        new ListSubcommands.History(shell, opener),
                        new TrustSubcommand(shell, opener),
                        new ExportSubcommand(shell, opener),
                        new ImportSubcommand(shell, opener))
                .forEach(program::addSubcommand);
        program.addSubcommand(new GenerateCompletion());
        program.setCaseInsensitiveEnumValuesAllowed(true);
    }
}
