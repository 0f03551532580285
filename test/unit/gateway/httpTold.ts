import type { FaultScript } from '../../gateway';

type Refusal = Pick<FaultScript, 'code' | 'bare' | 'to'>;

/** Wire cases of a refusal that the gateway has no reason for, and so is told to give. */
export const REFUSED: Readonly<Record<string, Refusal>> = {
	auth__a_frozen_account_as_a_bare_number: { code: '004', bare: true },
	delmsg__the_message_id_is_missing: { code: '109' },
	getmsgcharge__a_missing_message_id: { code: '109' },
	ind_push__a_lone_refusal_is_for_all_recipients: { code: '301' },
	ind_push__two_recipients_and_one_is_refused: { code: '114', to: '27999100002' },
	ping__an_expired_session_as_the_document_has_it: { code: '003' },
	querymsg__a_missing_session: { code: '005', bare: true },
	quicksend__the_batch_has_no_template: { code: '202' },
	quicksend__three_recipients_and_one_is_refused: { code: '105', bare: true, to: '27999100002' },
	routecoverage__the_number_is_not_valid: { code: '105' },
	senditem__one_of_two_is_refused: { code: '105', to: '27999100002' },
	sendmsg__a_lone_refusal_is_for_all_recipients: { code: '301' },
	sendmsg__a_lone_refusal_of_the_only_recipient: { code: '105' },
	sendmsg__an_internal_error: { code: '901' },
	sendmsg__one_of_two_is_refused: { code: '105', to: '27999100002' },
	sendmsg__the_session_has_expired: { code: '003' },
	si_push__a_lone_refusal_is_for_all_recipients: { code: '101', bare: true },
	startbatch__the_sender_id_is_not_valid: { code: '106' },
	startbatch__the_template_is_refused: { code: '202' },
	token_pay__a_bare_number: { code: '606', bare: true },
};

/** Wire cases that the gateway answers otherwise than in lines. */
export const SPOILED: Readonly<Record<string, FaultScript>> = {
	sendmsg__a_page_instead_of_an_answer: { kind: 'http-502' },
	'sendmsg__an_answer_in_latin-1_over_http': { kind: 'latin-1' },
	sendmsg__an_answer_without_a_byte: { kind: 'empty' },
};

/** Wire cases whose lines no gateway of ours would write; it is given them. */
export const GIVEN: ReadonlySet<string> = new Set(
	`
auth__a_session_id_in_capitals
auth__no_blank_after_the_colon
auth__ok_without_a_session_is_no_answer
auth__two_blanks_after_the_colon
endbatch__lower_case
endbatch__ok_with_a_colon
getbalance__a_number_with_a_thousands_separator_is_not_guessed
getbalance__the_plural_of_other_guides
getbalance__upper_case_without_a_blank
getmsgcharge__a_charge_that_is_no_number_is_no_answer
getmsgcharge__status_before_charge
getmsgcharge__the_keys_of_the_overview
ind_push__one_recipient
ind_push__the_sender_id_is_not_registered
ping__ok_without_a_colon
ping__the_answer_repeats_the_session
querymsg__a_period_behind_the_status
querymsg__a_status_without_leading_zeros
querymsg__an_id_without_a_status_is_no_answer
querymsg__keys_in_other_case_and_order
querymsg__no_blanks_after_the_colons
routecoverage__a_covered_number_without_a_charge
routecoverage__a_number_that_is_covered
routecoverage__a_number_that_is_not_covered_is_a_result
routecoverage__the_login_in_the_call_instead_of_a_session
sendmsg__a_line_that_cannot_be_understood_leaves_doubt
sendmsg__a_message_id_of_a_number_nobody_was_sent_to_is_not_the_recipients
sendmsg__a_number_nobody_documents
sendmsg__a_period_at_the_end
sendmsg__a_plus_before_the_number
sendmsg__a_recipient_that_the_answer_leaves_out_may_have_been_sent_to
sendmsg__a_refusal_beside_a_message_id_leaves_doubt
sendmsg__a_refusal_of_a_number_nobody_was_sent_to_is_not_the_recipients
sendmsg__a_refusal_that_names_nobody_is_not_handed_out_by_position_where_counts_differ
sendmsg__a_refusal_that_names_one_recipient_is_not_one_of_all
sendmsg__a_refusal_without_a_number
sendmsg__blanks_and_line_breaks_around_the_lines
sendmsg__codes_of_one_and_four_digits
sendmsg__credit_runs_out_after_the_second_recipient
sendmsg__lines_in_another_order_than_the_recipients
sendmsg__lines_that_end_in_carriage_return_and_line_feed
sendmsg__lines_without_a_number_go_by_position
sendmsg__lower_case_everywhere
sendmsg__more_lines_than_recipients_leave_doubt_where_they_name_nobody
sendmsg__no_blanks_after_the_colons
sendmsg__refusals_as_bare_numbers
sendmsg__the_account_has_reached_its_limit
sendmsg__upper_case_everywhere
si_push__every_option
si_push__two_recipients_and_one_is_refused
startbatch__no_blank_after_the_colon
token_pay__words_after_the_number
`
		.trim()
		.split('\n'),
);
