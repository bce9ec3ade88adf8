package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smackx.commands.AdHocCommand;
import org.jivesoftware.smackx.commands.AdHocCommandNote;
import org.jivesoftware.smackx.commands.packet.AdHocCommandData;
import org.jivesoftware.smackx.xdata.FormField;
import org.jivesoftware.smackx.xdata.packet.DataForm;

/** Between what commands say here and Smack's stanzas. Has no state. */
final class SmackForms {

    private SmackForms() {}

    /** A form that is filled in. */
    static DataForm submission(String formType, Map<String, List<String>> fields) {
        DataForm.Builder form = DataForm.builder(DataForm.Type.submit);
        form.addField(FormField.buildHiddenFormType(formType));
        fields.forEach((var, values) -> form.addField(
                values.size() == 1
                        ? FormField.textSingleBuilder(var)
                                .setValue(values.get(0))
                                .build()
                        : FormField.textMultiBuilder(var).addValues(values).build()));
        return form.build();
    }

    static Answer answer(AdHocCommandData command) throws CliException {
        boolean open = command.getStatus() == AdHocCommand.Status.executing;
        if (!open && command.getStatus() != AdHocCommand.Status.completed) {
            throw new CliException(ExitCode.PROTOCOL, "the service neither did it nor asks for more");
        }
        if (open && command.getSessionID() == null) {
            throw new CliException(ExitCode.PROTOCOL, "the service asks for more, and gives no session for it");
        }
        List<String> words =
                command.getNotes().stream().map(AdHocCommandNote::getValue).toList();
        return new Answer(
                severity(command.getNotes()),
                String.join("\n", words),
                rows(command.getForm()),
                Optional.ofNullable(open ? command.getSessionID() : null));
    }

    /** The gravest of the notes. */
    private static Answer.Severity severity(List<AdHocCommandNote> notes) {
        return notes.stream()
                .map(note -> switch (note.getType()) {
                    case info -> Answer.Severity.INFO;
                    case warn -> Answer.Severity.WARN;
                    case error -> Answer.Severity.ERROR;
                })
                .max(Answer.Severity::compareTo)
                .orElse(Answer.Severity.INFO);
    }

    private static List<Row> rows(DataForm form) {
        List<Row> rows = new ArrayList<>();
        if (form != null) {
            for (DataForm.Item item : form.getItems()) {
                Map<String, List<String>> fields = new LinkedHashMap<>();
                for (FormField field : item.getFields()) {
                    // The raw ones: Smack's view of a jid-single is no text, and of a boolean not as it was written.
                    fields.put(
                            field.getFieldName(),
                            field.getRawValueCharSequences().stream()
                                    .map(CharSequence::toString)
                                    .toList());
                }
                rows.add(new Row(fields));
            }
        }
        return rows;
    }
}
