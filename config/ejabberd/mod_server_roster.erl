%%% The server roster's bridge for ejabberd (seen with 23.01): lets one external component keep the server roster
%%% (XEP-0267) of a virtual host's own domain. XEP-0114 gives a component its own domain only, so this module
%%%
%%%   - hands over to the component what belongs to a server roster: `wanted/2` is the whole list;
%%%   - lets the component, and nobody else, speak as that bare domain, in presence and IQs: `component_send_packet/1`;
%%%   - announces the feature, and lists the commands to the server's own users.
%%%
%%% Everything else at the domain stays with ejabberd. The component proves itself as ever, by its domain and password
%%% at the `ejabberd_service` listener.
%%%
%%%   modules:
%%%     mod_server_roster:
%%%       component: buddies.montague.lit
-module(mod_server_roster).
-behaviour(gen_mod).

-export([start/2, stop/1, reload/3, depends/2, mod_options/1, mod_opt_type/1, mod_doc/0]).
-export([filter_packet/1, component_send_packet/1, disco_local_features/5, adhoc_local_items/4]).

-include("xmpp.hrl").
-include("ejabberd_router.hrl").

-define(NS_SERVER_PRESENCE, <<"urn:xmpp:server-presence">>).
-define(NS_TRUST, <<"urn:x-server-roster:trust:1">>).
-define(SERVER_BUDDY, "http://jabber.org/protocol/admin#server-buddy").
-define(ADMIN, "urn:x-server-roster:admin#").

%%% The life of the module

start(Host, _Opts) ->
    add_or_delete(add, virtual_host_hooks(Host)),
    add_or_delete(add, server_hooks()).

%% The hooks go first: once they are gone nothing is opened again, and what is open ends with its stream.
stop(Host) ->
    add_or_delete(delete, virtual_host_hooks(Host)),
    case gen_mod:is_loaded_elsewhere(Host, ?MODULE) of
        true -> ok;
        false -> add_or_delete(delete, server_hooks())
    end,
    end_streams(component_of(Host)).

reload(_Host, #{component := Same}, #{component := Same}) -> ok;
reload(_Host, _New, #{component := Old}) -> end_streams(Old).

virtual_host_hooks(Host) ->
    [[disco_local_features, Host, ?MODULE, disco_local_features, 50],
     [adhoc_local_items, Host, ?MODULE, adhoc_local_items, 150]].

%% Shared by all virtual hosts that load this module; adding them again changes nothing.
server_hooks() ->
    [[filter_packet, ?MODULE, filter_packet, 50],
     [component_send_packet, ?MODULE, component_send_packet, 50]].

add_or_delete(Deed, Hooks) ->
    lists:foreach(fun(Hook) -> apply(ejabberd_hooks, Deed, Hook) end, Hooks).

depends(_Host, _Opts) ->
    [{mod_disco, hard}, {mod_adhoc, soft}].

%% Without a default: it has to be said.
mod_options(_Host) ->
    [component].

mod_opt_type(component) ->
    econf:domain().

mod_doc() ->
    #{desc => "Lets an external component keep the server roster (XEP-0267) of the virtual host's own domain.",
      opts => [{component, #{value => "Domain", desc => "The component that speaks for the virtual host."}}]}.

%%% In: from the router to the component

%% Runs for every stanza of the server, so what is not for a virtual host with this module leaves at the first line.
%% Should it ever crash, ejabberd goes on with the stanza itself: it ignores presence, and so grants nothing.
filter_packet(drop) ->
    drop;
filter_packet(Packet) ->
    case xmpp:get_to(Packet) of
        #jid{luser = <<>>, lserver = Host} ->
            case component_of(Host) of
                false -> Packet;
                Component -> hand_over(wanted(Packet, Host), Packet, Component)
            end;
        _ ->
            Packet
    end.

%% Whether a stanza to that domain is the server roster's. The component checks who may ask for what.
wanted(#presence{from = #jid{luser = User, lserver = Server}}, Host) ->
    User == <<>> andalso Server /= Host;
wanted(#iq{type = Type, from = #jid{lserver = Server}, sub_els = [El]}, Host) when Type == get; Type == set ->
    case {xmpp:get_name(El), xmpp:get_ns(El)} of
        {<<"command">>, ?NS_COMMANDS} -> is_ours(fxml:get_tag_attr_s(<<"node">>, xmpp:encode(El)));
        {<<"query">>, ?NS_ROSTER} -> Server /= Host;
        {_, Namespace} -> Namespace == ?NS_TRUST
    end;
%% Answers: ejabberd's own questions are known by the prefix of their ids.
wanted(#iq{type = Type, id = Id}, _Host) when Type == result; Type == error ->
    not lists:prefix("rr-", binary_to_list(Id));
wanted(_Packet, _Host) ->
    false.

is_ours(<<?SERVER_BUDDY>>) -> true;
is_ours(<<?ADMIN, _/binary>>) -> true;
is_ours(_Node) -> false.

hand_over(false, Packet, _Component) ->
    Packet;
hand_over(true, Packet, Component) ->
    case connections(Component) of
        [] -> away(Packet);
        Pids -> ejabberd_cluster:send(choose(Pids, xmpp:get_from(Packet)), {route, Packet})
    end,
    {stop, drop}.

%% Presence is never answered in the component's place: above all, nothing is approved.
away(#iq{type = Type, lang = Lang} = IQ) when Type == get; Type == set ->
    Text = <<"The server roster is not attached">>,
    ejabberd_router:route_error(IQ, xmpp:err_remote_server_timeout(Text, Lang));
away(_Packet) ->
    ok.

%% What a connection itself sent comes back to it, so it learns that the bridge is there. Else a sender's stanzas all
%% go to the same connection, in their order.
choose(Pids, From) ->
    case lists:member(self(), Pids) of
        true -> self();
        false -> lists:nth(1 + erlang:phash2(jid:tolower(From), length(Pids)), Pids)
    end.

%% With domain_balancing a route has a place, not a process, for a connection that is gone.
connections(Component) ->
    case (ejabberd_router:get_backend()):find_routes(Component) of
        {ok, Routes} -> lists:usort([Pid || #route{pid = Pid} <- Routes, is_pid(Pid)]);
        _ -> []
    end.

%%% Out: from the component to the router

%% ejabberd has checked `from` against the domains of the connection (`host_opts`) before this runs, and ends the stream
%% where it fails. That check stays on. A stanza from the component to a domain that it serves adds this domain to those
%% of its connection; what then comes `from` there is narrowed here to what a server roster has to say.
component_send_packet({Packet, #{check_from := true, remote_server := Component, host_opts := Domains} = State} = Sent)
  when Packet /= drop ->
    From = xmpp:get_from(Packet),
    #jid{lserver = Host} = xmpp:get_to(Packet),
    case maps:get(From#jid.lserver, Domains, undefined) of
        ?MODULE ->
            case component_of(From#jid.lserver) == Component andalso may_say(Packet, From) of
                true -> Sent;
                false -> {drop, refuse(State)}
            end;
        _OwnDomain ->
            case component_of(Host) of
                Component -> {Packet, State#{host_opts := Domains#{Host => ?MODULE}}};
                _ -> Sent
            end
    end;
component_send_packet(Sent) ->
    Sent.

may_say(#message{}, _From) -> false;
may_say(_Packet, From) -> From#jid.luser == <<>> andalso From#jid.lresource == <<>>.

%% As ejabberd itself does with a wrong `from`: the stream ends.
refuse(#{lang := Lang} = State) ->
    xmpp_stream_in:send(State, xmpp:serr_invalid_from(<<"Improper 'from' attribute">>, Lang)).

%% The component comes back with ejabberd's own check, and nothing added to it.
end_streams(false) ->
    ok;
end_streams(Component) ->
    Reset = xmpp:serr_reset(<<"The server roster's bridge was changed">>, <<"en">>),
    lists:foreach(fun(Pid) -> ejabberd_service:send(Pid, Reset) end,
                  [Pid || Pid <- connections(Component), node(Pid) == node()]).

%%% Service discovery

disco_local_features({error, _} = Error, _From, _To, _Node, _Lang) ->
    Error;
disco_local_features(Features, _From, _To, <<>>, _Lang) ->
    {result, [?NS_SERVER_PRESENCE | so_far(Features)]};
disco_local_features(Features, _From, _To, _Node, _Lang) ->
    Features.

%% For the server's users; whoever is no admin of the server roster is told so by it.
adhoc_local_items(Items, #jid{luser = User, lserver = Host}, #jid{lserver = Host}, _Lang) when User /= <<>> ->
    Ours = [#disco_item{jid = jid:make(Host), node = Node, name = Name} || {Node, Name} <- commands()],
    {result, so_far(Items) ++ Ours};
adhoc_local_items(Items, _From, _To, _Lang) ->
    Items.

commands() ->
    [{<<?SERVER_BUDDY>>, <<"Subscribe to a Peer Server">>},
     {<<?ADMIN, "pending">>, <<"List Requests of Peer Servers">>},
     {<<?ADMIN, "approve">>, <<"Approve a Peer Server's Request">>},
     {<<?ADMIN, "deny">>, <<"Refuse a Peer Server's Request">>},
     {<<?ADMIN, "roster">>, <<"List the Server Roster">>},
     {<<?ADMIN, "edit">>, <<"Name a Peer Server">>},
     {<<?ADMIN, "unsubscribe">>, <<"Unsubscribe from a Peer Server">>},
     {<<?ADMIN, "block">>, <<"Block a Peer Server">>},
     {<<?ADMIN, "unblock">>, <<"Unblock a Peer Server">>},
     {<<?ADMIN, "remove">>, <<"Remove a Peer Server">>},
     {<<?ADMIN, "history">>, <<"List the Server Roster's History">>}].

so_far({result, List}) -> List;
so_far(_EmptyOrError) -> [].

%% The component that serves this virtual host; false: none does. The module may be stopped between the two.
component_of(Host) ->
    try
        gen_mod:is_loaded(Host, ?MODULE) andalso gen_mod:get_module_opt(Host, ?MODULE, component)
    catch
        error:_ -> false
    end.
